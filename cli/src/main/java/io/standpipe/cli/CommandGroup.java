package io.standpipe.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only holds others: without one of these it shows its help, as a mistake. */
@Command
abstract class CommandGroup extends BaseCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  final int execute() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
