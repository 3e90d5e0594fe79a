package io.standpipe.cli;

import io.standpipe.cli.command.BaseCommand;
import picocli.AutoComplete;

/** {@code completion}: a script for the shell. */
final class CompletionCommand extends BaseCommand {
  CompletionCommand() {
    super("completion", "Print a script by which bash or zsh completes the command's words.");
    usage()
        .description("Load it in each shell, from its start-up file for instance.")
        .footer(
            "  source <(standpipe completion)                      now",
            "  echo 'source <(standpipe completion)' >> ~/.bashrc  from now on");
  }

  @Override
  protected int execute() {
    print(AutoComplete.bash("standpipe", line().getParent()));
    return 0;
  }
}
