package io.standpipe.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/**
 * A command with the options that all commands have: {@code --help}, {@code --version} and {@code
 * --debug}.
 *
 * <p>A command describes itself to picocli by calls, in its field initialisers and its constructor.
 * Annotations would be shorter, but to read them Java generates a proxy class for each kind of
 * annotation and method handles for the annotated fields, which took a third of the start-up time.
 */
public abstract class BaseCommand implements Callable<Integer> {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final OptionSpec debug;

  /**
   * @param name the word that calls the command
   * @param header one line that says what it does
   */
  public BaseCommand(String name, String header) {
    spec.name(name).versionProvider(new ManifestVersion());
    spec.usageMessage()
        .header(header)
        .synopsisHeading("%nUsage: ")
        .descriptionHeading("%n")
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .exitCodeListHeading("%nExit status:%n")
        .footerHeading("%nExamples:%n");
    exitCodes(" 0:success", " 2:wrong usage", " 125:standpipe failed");
    add(flag("Show this help message and exit.", "-h", "--help").usageHelp(true).build());
    add(flag("Print version information and exit.", "-V", "--version").versionHelp(true).build());
    debug = addFlag("--debug", "If standpipe fails, also print the stack trace.");
  }

  /** Does the work and returns the exit code. Every failure is thrown. */
  protected abstract int execute() throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    return execute();
  }

  /** The description for picocli, which constructors complete. */
  public final CommandSpec spec() {
    return spec;
  }

  /** The texts of the help. */
  public final UsageMessageSpec usage() {
    return spec.usageMessage();
  }

  /** Replaces the common list of exit codes in the help; each is {@code " 2:wrong usage"}. */
  public final void exitCodes(String... meanings) {
    usage().exitCodeList(UsageMessageSpec.keyValuesMap(meanings));
  }

  /** Adds an option or a positional argument, which has its value once the command runs. */
  public final <T extends ArgSpec> T add(T argument) {
    spec.add(argument);
    return argument;
  }

  /** Adds an option without a value, which is true where it is given. */
  public final OptionSpec addFlag(String name, String description) {
    return add(flag(description, name).build());
  }

  /** Describes an option without a value, for the caller to {@linkplain #add add}. */
  public static OptionSpec.Builder flag(String description, String name, String... names) {
    return OptionSpec.builder(name, names)
        .type(boolean.class)
        .arity("0")
        .initialValue(false)
        .description(description);
  }

  /** The command line as picocli parsed it. */
  public final CommandLine line() {
    return spec.commandLine();
  }

  /** Prints text after the command has ended. Only for short text that need not appear earlier. */
  public final void print(String text) {
    line().getOut().print(text);
  }

  /** Whether {@code --debug} was given, to this command or before its name. */
  public final boolean isDebug() {
    CommandLine parent = line().getParent();
    return debug.<Boolean>getValue()
        || (parent != null && parent.getCommand() instanceof BaseCommand outer && outer.isDebug());
  }

  /** Whether the user gave an option, even one that has a default value. */
  public final boolean isGiven(OptionSpec option) {
    return line().getParseResult().hasMatchedOption(option);
  }

  /** A usage error that picocli cannot detect, for the command to throw. */
  public final ParameterException mistake(String what) {
    return new ParameterException(line(), what);
  }
}
