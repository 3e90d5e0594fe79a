package io.standpipe.cli;

import picocli.CommandLine.Command;

/** A command that only holds others: without one of these it shows its help, as a mistake. */
@Command
abstract class CommandGroup extends BaseCommand {
  @Override
  final int execute() {
    line().usage(line().getErr());
    return ExitCode.USAGE;
  }
}
