package io.standpipe.conversation;

import io.standpipe.internal.text.Excerpt;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The content of a transcript, as text and back. */
record TranscriptText(Instant began, List<TranscriptEntry> entries, long dropped) {
  private static final String QUOTED_START = "/\\Q";
  private static final String QUOTED_END = "\\E/";
  private static final Pattern OFFSET = Pattern.compile("# \\+(\\d{1,9}\\.\\d{1,9})");

  String timed() {
    var text = new StringBuilder();
    text.append("# ").append(began).append('\n');
    appendDropped(text);
    for (TranscriptEntry entry : entries) {
      long micros = entry.at().toNanos() / 1000;
      text.append("# +").append(BigDecimal.valueOf(micros, 6).toPlainString()).append('\n');
      append(text, entry);
    }
    return text.toString();
  }

  String plain() {
    var text = new StringBuilder();
    appendDropped(text);
    entries.forEach(entry -> append(text, entry));
    return text.toString();
  }

  private void appendDropped(StringBuilder text) {
    if (dropped > 0) {
      text.append("# ").append(dropped).append(" earlier messages were not kept\n");
    }
  }

  private static void append(StringBuilder text, TranscriptEntry entry) {
    char sign = entry.direction().sign();
    String said = entry.text();
    boolean likePattern = entry.direction() == Direction.RECEIVED && isPattern(said);
    String shown = likePattern ? "/" + Pattern.quote(said) + "/" : said;
    text.append(sign).append(' ');
    text.append(shown.replace("\n", "\n" + sign + "| ")).append('\n');
  }

  static boolean isPattern(String said) {
    return said.length() >= 2 && said.startsWith("/") && said.endsWith("/");
  }

  /** The text that a pattern written by {@link #append} stands for. */
  static Optional<String> unquoted(String pattern) {
    boolean quoted =
        pattern.startsWith(QUOTED_START)
            && pattern.endsWith(QUOTED_END)
            && pattern.length() >= QUOTED_START.length() + QUOTED_END.length();
    return quoted
        ? Optional.of(
            pattern
                .substring(QUOTED_START.length(), pattern.length() - QUOTED_END.length())
                .replace("\\E\\\\E\\Q", "\\E"))
        : Optional.empty();
  }

  static TranscriptText parse(String text) {
    List<TranscriptEntry> entries = new ArrayList<>();
    Instant began = Instant.EPOCH;
    Duration at = Duration.ZERO;
    for (ScriptLine line : ScriptLine.parse(text)) {
      switch (line.kind()) {
        case COMMENT -> {
          began = instant(line.text()).orElse(began);
          at = offset(line.text()).orElse(at);
        }
        case SEND -> entries.add(new TranscriptEntry(at, Direction.SENT, line.text()));
        case EXPECT -> entries.add(new TranscriptEntry(at, Direction.RECEIVED, received(line)));
      }
    }
    return new TranscriptText(began, List.copyOf(entries), 0);
  }

  private static String received(ScriptLine line) {
    if (!isPattern(line.text())) {
      return line.text();
    }
    return unquoted(line.text())
        .orElseThrow(() ->
            new IllegalArgumentException(
                "line "
                    + line.number()
                    + " of a transcript holds a pattern, not what was said: "
                    + Excerpt.head(line.text())
                    + "; to play it use Script"));
  }

  private static Optional<Instant> instant(String comment) {
    try {
      return Optional.of(Instant.parse(comment.substring(1).strip()));
    } catch (DateTimeException e) {
      return Optional.empty(); // a comment of another kind
    }
  }

  private static Optional<Duration> offset(String comment) {
    var matcher = OFFSET.matcher(comment);
    return matcher.matches()
        ? Optional.of(
            Duration.ofNanos(new BigDecimal(matcher.group(1)).movePointRight(9).longValue()))
        : Optional.empty();
  }
}
