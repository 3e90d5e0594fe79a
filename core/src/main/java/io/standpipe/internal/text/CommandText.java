package io.standpipe.internal.text;

import java.util.List;
import java.util.stream.Collectors;

/** Commands for messages, on one line and short. None of these is meant to be run again. */
public final class CommandText {
  private static final int LONGEST_WORD = 80;
  private static final int MOST_WORDS = 12;
  private static final int LONGEST_PROGRAM = 60;

  private CommandText() {}

  /** {@code ["tar", "xf", "a"]}, with long words and long lists shortened. */
  public static String words(List<String> words) {
    String shown =
        words.stream()
            .limit(MOST_WORDS)
            .map(word -> Excerpt.sized(word, LONGEST_WORD))
            .collect(Collectors.joining(", "));
    int more = words.size() - MOST_WORDS;
    return "[" + shown + (more > 0 ? ", … " + more + " more" : "") + "]";
  }

  /** {@code tar xf a}: at most 12 words and 80 characters. */
  public static String line(List<String> words) {
    String line = String.join(" ", words.subList(0, Math.min(words.size(), MOST_WORDS)));
    String shown = shortened(line, LONGEST_WORD);
    return words.size() > MOST_WORDS && !shown.endsWith("…") ? shown + "…" : shown;
  }

  /** {@code python3 child.py} of {@code /usr/bin/python3 child.py}: at most 60 characters. */
  public static String program(String line) {
    int end = line.indexOf(' ');
    String first = end < 0 ? line : line.substring(0, end);
    String rest = end < 0 ? "" : line.substring(end);
    String name = first.substring(first.lastIndexOf('/') + 1);
    return shortened(name + rest, LONGEST_PROGRAM);
  }

  private static String shortened(String line, int max) {
    String start = Excerpt.cut(line, max);
    return Escaping.escape(start) + (start.length() < line.length() ? "…" : "");
  }
}
