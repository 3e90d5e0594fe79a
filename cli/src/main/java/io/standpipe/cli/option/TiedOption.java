package io.standpipe.cli.option;

import io.standpipe.Command;
import io.standpipe.cli.command.BaseCommand;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --tied}: the programs end with standpipe, even if it is killed. */
public final class TiedOption {
  private final OptionSpec option;

  public TiedOption(BaseCommand command) {
    option =
        command.addFlag(
            "--tied",
            "Stop the programs even if standpipe is killed with SIGKILL. This takes a shell that"
                + " waits for it; other signals stop the programs anyway.");
  }

  /** The programs as they are to be started. */
  public List<Command> apply(List<Command> programs) {
    return option.<Boolean>getValue() ? programs.stream().map(Command::tied).toList() : programs;
  }
}
