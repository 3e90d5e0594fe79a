package io.standpipe.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code completion}: a script for the shell. */
@Command(
    name = "completion",
    header = "Print a script by which bash or zsh completes the command's words.",
    description = "Load it in each shell, from its start-up file for instance.",
    footer = {
      "  source <(standpipe completion)                      now",
      "  echo 'source <(standpipe completion)' >> ~/.bashrc  from now on"
    })
final class CompletionCommand extends BaseCommand {
  @Override
  int execute() {
    print(AutoComplete.bash("standpipe", line().getParent()));
    return 0;
  }
}
