package io.standpipe.conversation;

import io.standpipe.conversation.Transcript.Entry;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Transcripts as text, and back. */
final class TranscriptText {
  private static final String QUOTED_START = "/\\Q";
  private static final String QUOTED_END = "\\E/";
  private static final Pattern OFFSET = Pattern.compile("# \\+(\\d{1,9}\\.\\d{1,9})");

  private TranscriptText() {}

  static String of(Transcript transcript, boolean timed) {
    var text = new StringBuilder();
    if (timed) {
      text.append("# ").append(transcript.began()).append('\n');
    }
    if (transcript.dropped() > 0) {
      text.append("# ").append(transcript.dropped()).append(" messages before are not kept\n");
    }
    for (Entry entry : transcript.entries()) {
      if (timed) {
        long micros = entry.at().toNanos() / 1000;
        text.append("# +").append(BigDecimal.valueOf(micros, 6).toPlainString()).append('\n');
      }
      append(text, entry);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Entry entry) {
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

  static Transcript parse(String text) {
    List<Entry> entries = new ArrayList<>();
    Instant began = Instant.EPOCH;
    Duration at = Duration.ZERO;
    for (ScriptLine line : ScriptLine.parse(text)) {
      switch (line.kind()) {
        case COMMENT -> {
          began = instant(line.text()).orElse(began);
          at = offset(line.text()).orElse(at);
        }
        case SEND -> entries.add(new Entry(at, Direction.SENT, line.text()));
        case EXPECT -> entries.add(new Entry(at, Direction.RECEIVED, received(line)));
      }
    }
    return new Transcript(began, entries, 0);
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
                    + " of a transcript is what was said, not a pattern: "
                    + line.text()
                    + "; to play it take Script"));
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
