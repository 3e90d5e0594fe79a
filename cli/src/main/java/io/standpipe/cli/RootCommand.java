package io.standpipe.cli;

import io.standpipe.cli.command.BaseCommand;
import io.standpipe.cli.command.CommandGroup;

/** The command {@code standpipe} itself, which only has subcommands. */
final class RootCommand extends CommandGroup {
  RootCommand(BaseCommand... commands) {
    super("standpipe", "Run programs and talk with them through pipes.", commands);
    usage()
        .synopsisSubcommandLabel("COMMAND")
        .description(
            "Programs are given as words, never as a shell command line. -- ends the options, and ::"
                + " separates two programs.")
        .footer(
            "  standpipe run -- seq 1 100000 :: sort -rn :: head -n 3",
            "  standpipe link --transcript -- ./asker :: ./answerer",
            "  standpipe fifo read --follow /tmp/q",
            "  standpipe doctor",
            "",
            "standpipe help COMMAND tells more about a command.");
    exitCodes(
        " N:of a program that was run: its own, or 128+N if signal N ended it",
        " 0:success",
        " 2:wrong usage",
        " 35:a deadlock was found",
        " 124:the limit of --timeout passed",
        " 125:standpipe failed",
        " 126:a program could not be executed",
        " 127:a program was not found");
  }
}
