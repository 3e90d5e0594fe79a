package io.standpipe.cli;

import io.standpipe.cli.command.CommandGroup;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.internal.text.Escaping;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what is wrong with the words of a command line, in one line. */
final class UsageError {
  /** How picocli names an option or an argument in the message of a wrong value. */
  private static final Pattern WRONG_VALUE =
      Pattern.compile(
          "Invalid value for (?:option '(--?[a-z-]+)'(?: at index [0-9.*]+)?(?: \\([^)]*\\))?"
              + "|positional parameter at index [0-9.*]+ \\(([^)]*)\\)): ");

  private static final String TWICE = "Error: expected only one match but got";

  private UsageError() {}

  /** Prints the line and returns the exit code. */
  static int print(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String line = name + ": " + explanation(mistake) + "; see " + name + " --help";
    command.getErr().println(Escaping.printable(line));
    return ExitCode.USAGE;
  }

  private static String explanation(ParameterException mistake) {
    return switch (mistake) {
      case UnmatchedArgumentException e -> unmatched(e);
      case MissingParameterException e when !e.getMissing().isEmpty() ->
          missing(e.getMissing().getFirst());
      case OverwrittenOptionException e -> "an option is given twice";
      default -> told(String.valueOf(mistake.getMessage()));
    };
  }

  private static String unmatched(UnmatchedArgumentException e) {
    CommandLine command = e.getCommandLine();
    String first = e.getUnmatched().getFirst();
    if (e.isUnknownOption()) {
      List<String> options =
          command.getCommandSpec().options().stream().flatMap(o -> Stream.of(o.names())).toList();
      return "there is no option " + first + Suggestion.of(first, options);
    }
    return command.getCommand() instanceof CommandGroup
        ? noCommand(first, command)
        : "too many arguments: " + String.join(" ", e.getUnmatched());
  }

  /** There is no such subcommand of {@code group}. */
  static String noCommand(String name, CommandLine group) {
    String meant = Suggestion.of(name, group.getSubcommands().keySet());
    boolean runs = meant.isEmpty() && group.getParent() == null;
    return "there is no command "
        + name
        + meant
        + (runs ? "; to run a program: standpipe run -- PROGRAM" : "");
  }

  private static String missing(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + " needs a value: " + option.paramLabel()
        : argument.paramLabel() + " is missing";
  }

  private static String told(String message) {
    return message.startsWith(TWICE)
        ? "an option is given twice"
        : WRONG_VALUE
            .matcher(message)
            .replaceFirst(
                found -> Objects.requireNonNullElse(found.group(1), found.group(2)) + ": ");
  }
}
