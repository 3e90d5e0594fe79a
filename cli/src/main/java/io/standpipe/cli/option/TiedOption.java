package io.standpipe.cli.option;

import io.standpipe.Command;
import io.standpipe.cli.command.BaseCommand;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --tied}: the programs end with standpipe, however that ends. */
public final class TiedOption {
  private final OptionSpec option;

  public TiedOption(BaseCommand command) {
    option =
        command.addFlag(
            "--tied",
            "Stop the programs even when standpipe is killed (kill -9). A shell waits for that;"
                + " other signals stop them anyway.");
  }

  /** The programs as they are to be started. */
  public List<Command> apply(List<Command> programs) {
    return option.<Boolean>getValue() ? programs.stream().map(Command::tied).toList() : programs;
  }
}
