package io.standpipe.cli.command;

import io.standpipe.cli.option.PathConverter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/**
 * What every command has: {@code --help}, {@code --version}, {@code --debug}, and an exit code.
 *
 * <p>A command describes itself to picocli by calls, in its fields and its constructor. Annotations
 * would be shorter, but to read them Java makes a proxy class for each kind of annotation, and
 * handles for the fields that bear them: a third of the time that a start of the command took.
 */
public abstract class BaseCommand implements Callable<Integer> {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final OptionSpec debug;

  /**
   * @param name the word that calls it
   * @param header what it does, in a line
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
    exitCodes(" 0:all went well", " 2:wrong usage", " 125:it could not be done");
    add(flag("Show this help message and exit.", "-h", "--help").usageHelp(true).build());
    add(flag("Print version information and exit.", "-V", "--version").versionHelp(true).build());
    debug = addFlag("--debug", "When standpipe fails, show the stack trace too.");
  }

  /** Does the work: the exit code. Failures of any kind are thrown. */
  protected abstract int execute() throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    return execute();
  }

  /** Its description, to be completed by constructors. */
  public final CommandSpec spec() {
    return spec;
  }

  /** The texts of its help. */
  public final UsageMessageSpec usage() {
    return spec.usageMessage();
  }

  /** What its exit codes mean, each as {@code " 2:wrong usage"}, in place of the common ones. */
  public final void exitCodes(String... meanings) {
    usage().exitCodeList(UsageMessageSpec.keyValuesMap(meanings));
  }

  /** An option or a parameter, to be asked for its value when the command runs. */
  public final <T extends ArgSpec> T add(T argument) {
    spec.add(argument);
    return argument;
  }

  /** An option without a value: true where it is given. */
  public final OptionSpec addFlag(String name, String description) {
    return add(flag(description, name).build());
  }

  /** A parameter that must be given: the path of a fifo. */
  public final PositionalParamSpec addFifo(String description) {
    return add(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .required(true)
            .paramLabel("PATH")
            .type(Path.class)
            .converters(new PathConverter())
            .description(description)
            .build());
  }

  /** A parameter that may be left out, and may be several words: a text. */
  public final PositionalParamSpec addText(String description) {
    return add(
        PositionalParamSpec.builder()
            .index("1..*")
            .arity("0..*")
            .paramLabel("TEXT")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .initialValue(List.of())
            .description(description)
            .build());
  }

  /** An option without a value, to be added. */
  public static OptionSpec.Builder flag(String description, String name, String... names) {
    return OptionSpec.builder(name, names)
        .type(boolean.class)
        .arity("0")
        .initialValue(false)
        .description(description);
  }

  /** Itself, as picocli has it. */
  public final CommandLine line() {
    return spec.commandLine();
  }

  /** Prints a text, once the command has ended: for what is neither long nor waited for. */
  public final void print(String text) {
    line().getOut().print(text);
  }

  /** Whether {@code --debug} was given, to this command or before its name. */
  public final boolean isDebug() {
    CommandLine parent = line().getParent();
    return debug.<Boolean>getValue()
        || (parent != null && parent.getCommand() instanceof BaseCommand outer && outer.isDebug());
  }

  /** Whether an option was given, also where it has a value without that. */
  public final boolean isGiven(OptionSpec option) {
    return line().getParseResult().hasMatchedOption(option);
  }

  /** A mistake in the words that only the command itself can see. */
  public final ParameterException mistake(String what) {
    return new ParameterException(line(), what);
  }
}
