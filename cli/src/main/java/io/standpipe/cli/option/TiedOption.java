package io.standpipe.cli.option;

import io.standpipe.Command;
import io.standpipe.cli.command.BaseCommand;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --tied}: the programs end with standpipe, even if it is killed. */
public final class TiedOption {
  private static final String NAME = "--tied";

  private final OptionSpec option;

  public TiedOption(BaseCommand command) {
    option =
        command.addFlag(
            NAME,
            "Stop the programs even if standpipe is killed with SIGKILL. This takes a shell that"
                + " waits for it; other signals stop the programs anyway.");
  }

  /** The option as a word of a command line, if it was given. */
  public String[] words() {
    return option.<Boolean>getValue() ? new String[] {NAME} : new String[0];
  }

  /** The programs as they are to be started. */
  public List<Command> apply(List<Command> programs) {
    return option.<Boolean>getValue() ? programs.stream().map(Command::tied).toList() : programs;
  }
}
