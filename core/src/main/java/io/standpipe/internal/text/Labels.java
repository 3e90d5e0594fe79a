package io.standpipe.internal.text;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Names of processes and texts of others, on one line and not too long, whatever is in them. */
public final class Labels {
  private static final int LONGEST_COMMAND = 60;
  private static final int LONGEST_TEXT = 200;
  private static final int MOST = 8;

  private Labels() {}

  /** The program without its folder, and its first words. */
  public static String command(String line) {
    int end = line.indexOf(' ');
    String first = end < 0 ? line : line.substring(0, end);
    String rest = end < 0 ? "" : line.substring(end);
    return oneLine(cut(first.substring(first.lastIndexOf('/') + 1) + rest, LONGEST_COMMAND));
  }

  /** {@code "hello\n"}: quoted, cut where it is long. */
  public static String quoted(String text) {
    return '"' + oneLine(cut(text, LONGEST_TEXT)).replace("\"", "\\\"") + '"';
  }

  private static String cut(String text, int longest) {
    int length = text.codePointCount(0, text.length());
    return length <= longest ? text : text.substring(0, text.offsetByCodePoints(0, longest)) + "…";
  }

  /** Without anything that moves a cursor. */
  public static String oneLine(String text) {
    var line = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\n' -> line.append("\\n");
            case '\t' -> line.append("\\t");
            case '\r' -> line.append("\\r");
            default -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                line.append(String.format("\\u%04x", c));
              } else {
                line.appendCodePoint(c);
              }
            }
          }
        });
    return line.toString();
  }

  /** {@code 350 ms}, {@code 12 s}, {@code 3 min}. */
  public static String duration(Duration d) {
    return d.toMillis() < 1000
        ? d.toMillis() + " ms"
        : d.toSeconds() < 120 ? d.toSeconds() + " s" : d.toMinutes() + " min";
  }

  /** {@code 1 process}, {@code 2 processes}. */
  public static String count(int number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }

  /** {@code a, b and c}; the first few where there are many. */
  public static String list(Collection<?> things) {
    List<String> words = things.stream().map(Object::toString).distinct().toList();
    if (words.size() > MOST) {
      String first = words.stream().limit(MOST).collect(Collectors.joining(", "));
      return first + " and " + (words.size() - MOST) + " more";
    }
    if (words.size() < 2) {
      return String.join("", words);
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }
}
