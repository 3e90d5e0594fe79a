package io.standpipe.cli;

import io.standpipe.cli.command.BaseCommand;
import picocli.AutoComplete;

/** {@code completion}: prints a completion script for the shell. */
final class CompletionCommand extends BaseCommand {
  CompletionCommand() {
    super("completion", "Print a completion script for bash or zsh.");
    usage()
        .description("Load it in each shell, for instance from its start-up file.")
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
