package io.standpipe.cli;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.command.CommandGroup;

/** {@code standpipe} itself. */
final class RootCommand extends CommandGroup {
  RootCommand(BaseCommand... commands) {
    super("standpipe", "Talks to other programs through pipes.", commands);
    usage()
        .synopsisSubcommandLabel("COMMAND")
        .description(
            "Programs are given as words, never as a line for a shell: -- ends the options, and ::"
                + " stands between two programs.")
        .footer(
            "  standpipe run -- seq 1 100000 :: sort -rn :: head -n 3",
            "  standpipe link --transcript -- ./asker :: ./answerer",
            "  standpipe fifo read --follow /tmp/q",
            "  standpipe doctor",
            "",
            "standpipe COMMAND --help tells more about each.");
    exitCodes(
        " N:of a program that was run: its own, or 128+N where signal N ended it",
        " 0:all went well",
        " 2:wrong usage",
        " 35:a deadlock was found",
        " 124:the time of --timeout ran out",
        " 125:standpipe itself failed",
        " 126:a program could not be executed",
        " 127:a program was not found");
  }
}
