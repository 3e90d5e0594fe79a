package io.standpipe.cli.command;

import io.standpipe.cli.output.ExitCode;

/** A command that only has subcommands. Called without one, it prints its help as a usage error. */
public abstract class CommandGroup extends BaseCommand {
  public CommandGroup(String name, String header, BaseCommand... commands) {
    super(name, header);
    for (BaseCommand command : commands) {
      spec().addSubcommand(command.spec().name(), command.spec());
    }
  }

  @Override
  protected final int execute() {
    line().usage(line().getErr());
    return ExitCode.USAGE;
  }
}
