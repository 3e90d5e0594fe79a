package io.standpipe.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The options of a program, defined by its usage line: {@code [--scale FACTOR]} takes a value,
 * {@code [--child java|python]} one of the two, {@code [-child]} none.
 */
final class Options {
  private static final Pattern OPTION = Pattern.compile("\\[(--?[a-z]+)(?: ([^\\]]+))?\\]");
  private static final int MILLIS = 1000;

  private final String usage;
  private final Map<String, String> values = new HashMap<>();

  private Options(String usage) {
    this.usage = usage;
  }

  /**
   * Reads the arguments.
   *
   * @throws UsageException for an argument that is not in {@code usage}, and for {@code --help}
   */
  static Options parse(String usage, String... arguments) throws UsageException {
    var options = new Options(usage);
    Map<String, String> known = new HashMap<>();
    for (MatchResult option : OPTION.matcher(usage).results().toList()) {
      known.put(option.group(1), option.group(2) == null ? "" : option.group(2));
    }
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      String kind = known.get(name);
      if (kind == null) {
        throw new UsageException(usage, name);
      }
      if (kind.isEmpty()) {
        options.values.put(name, "");
      } else if (i + 1 < arguments.length) {
        options.put(name, kind, arguments[++i]);
      } else {
        throw new UsageException(usage, name + " without a value");
      }
    }
    return options;
  }

  private void put(String name, String kind, String value) throws UsageException {
    boolean understood =
        switch (kind) {
          case "N" -> value.matches("\\d{1,18}");
          case "FACTOR", "SECONDS" -> value.matches("\\d{1,6}(\\.\\d*)?");
          case "FILE" -> true;
          default -> List.of(kind.split("\\|", -1)).contains(value);
        };
    if (!understood) {
      throw new UsageException(usage, name + " " + value);
    }
    values.put(name, value);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /** How many rounds the program runs. */
  long rounds(long otherwise) {
    return Long.parseLong(get("--rounds", Long.toString(otherwise)));
  }

  /** How long the program sleeps where the classic sleeps {@code seconds}. */
  Duration sleep(int seconds) {
    return millis(seconds * Double.parseDouble(get("--scale", "1")));
  }

  /** How long a program may be silent. */
  Duration deadline() {
    return millis(Double.parseDouble(get("--deadline", "2")));
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis((long) (seconds * MILLIS));
  }

  /** The arguments for a child: {@code first}, then the scale and the rounds if they were given. */
  String[] after(String first) {
    List<String> words = new ArrayList<>(List.of(first));
    for (String name : List.of("--scale", "--rounds")) {
      if (has(name)) {
        words.addAll(List.of(name, get(name, "")));
      }
    }
    return words.toArray(String[]::new);
  }

  /** An argument that is not in the usage line. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean help;

    private UsageException(String usage, String wrong) {
      super(wrong.equals("--help") ? usage : "not understood: " + wrong + "; " + usage);
      this.help = wrong.equals("--help");
    }

    boolean isHelp() {
      return help;
    }
  }
}
