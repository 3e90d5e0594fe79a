package io.standpipe.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has: {@code --help}, {@code --version}, {@code --debug}, and an exit code. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisHeading = "%nUsage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeList = {" 0:all went well", " 2:wrong usage", " 125:it could not be done"},
    exitCodeListHeading = "%nExit status:%n",
    footerHeading = "%nExamples:%n")
abstract class BaseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--debug", description = "When standpipe fails, show the stack trace too.")
  private boolean debug;

  /** Does the work: the exit code. Failures of any kind are thrown. */
  abstract int execute() throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    return execute();
  }

  /** Itself, as picocli has it. */
  CommandLine line() {
    return spec.commandLine();
  }

  /** Prints a text, once the command has ended: for what is neither long nor waited for. */
  void print(String text) {
    line().getOut().print(text);
  }

  boolean isDebug() {
    return debug;
  }
}
