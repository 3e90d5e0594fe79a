package io.standpipe.cli;

/** A command that only holds others: without one of these it shows its help, as a mistake. */
abstract class CommandGroup extends BaseCommand {
  CommandGroup(String name, String header, BaseCommand... commands) {
    super(name, header);
    for (BaseCommand command : commands) {
      spec().addSubcommand(command.spec().name(), command.spec());
    }
  }

  @Override
  final int execute() {
    line().usage(line().getErr());
    return ExitCode.USAGE;
  }
}
