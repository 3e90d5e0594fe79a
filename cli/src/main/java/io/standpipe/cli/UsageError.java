package io.standpipe.cli;

import io.standpipe.cli.command.CommandGroup;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.internal.text.Escaping;
import java.util.Objects;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what is wrong with the words of a command line, in one line. */
final class UsageError {
  /** How picocli names an argument: by its index among the others. */
  private static final Pattern INDEX =
      Pattern.compile("positional parameter at index [0-9.*]+ \\(([^)]*)\\)| at index [0-9.*]+");

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
    CommandLine command = mistake.getCommandLine();
    if (mistake instanceof UnmatchedArgumentException e && !e.isUnknownOption()) {
      return command.getCommand() instanceof CommandGroup
          ? "there is no command " + e.getUnmatched().getFirst()
          : "too many arguments: " + String.join(" ", e.getUnmatched());
    }
    String message = String.valueOf(mistake.getMessage());
    return message.startsWith(TWICE)
        ? "an option is given twice"
        : INDEX
            .matcher(message)
            .replaceAll(found -> Objects.requireNonNullElse(found.group(1), ""));
  }
}
