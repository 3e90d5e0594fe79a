package io.standpipe.cli;

import java.io.IOException;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  int execute() throws IOException {
    StandardOutput.out().print(AutoComplete.bash("standpipe", spec.root().commandLine()));
    return 0;
  }
}
