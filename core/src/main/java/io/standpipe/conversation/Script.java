package io.standpipe.conversation;

import io.standpipe.conversation.ScriptLine.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A transcript to be played: what to say, and what is to come. A text, a line each:
 *
 * {@snippet file="ConversationSnippets.java" region="script"}
 *
 * <p>{@code >} is sent as a message, {@code <} is the next message, exactly, {@code < /…/} one that
 * a regular expression matches as a whole. {@code >|} and {@code <|} are further lines of the same
 * message. Immutable, safe from any thread.
 */
public final class Script {
  private final List<Step> steps;

  /**
   * One thing to do.
   *
   * @param line of the script, counted from 1
   */
  private record Step(int line, Kind kind, String text, Pattern pattern) {}

  /**
   * Where a play and its script part.
   *
   * @param line of the script, counted from 1
   * @param expected what stands there
   * @param actual the message that came; empty if the other side has ended instead
   */
  public record Difference(int line, String expected, Optional<String> actual) {
    /** {@code line 2: expected "42", but "41" came}. */
    @Override
    public String toString() {
      String what = actual.map(a -> Excerpt.quoted(a) + " came").orElse("the other side has ended");
      return "line " + line + ": expected " + expected + ", but " + what;
    }
  }

  private Script(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * A script from its text.
   *
   * @throws IllegalArgumentException for a line that is none of a script, with its number
   */
  public static Script parse(String text) {
    List<Step> steps = new ArrayList<>();
    for (ScriptLine line : ScriptLine.parse(text)) {
      if (line.kind() != Kind.COMMENT) {
        steps.add(new Step(line.number(), line.kind(), line.text(), pattern(line)));
      }
    }
    return new Script(steps);
  }

  private static Pattern pattern(ScriptLine line) {
    String text = line.text();
    if (line.kind() == Kind.SEND || !TranscriptText.isPattern(text)) {
      return Pattern.compile(text, Pattern.LITERAL);
    }
    try {
      return Pattern.compile(text.substring(1, text.length() - 1));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "line " + line.number() + " of a script: " + e.getMessage(), e);
    }
  }

  /** A script from a file in UTF-8. */
  public static Script load(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** What was said, to be said again. */
  public static Script of(Transcript transcript) {
    return parse(transcript.text());
  }

  /**
   * Plays it: sends, and compares what comes, up to the first difference. Blocks until then; what
   * comes after the last line is not looked at.
   *
   * @param limit for each message
   * @return the first difference; empty if there is none
   */
  public Optional<Difference> play(Conversation conversation, Duration limit) throws IOException {
    for (Step step : steps) {
      if (step.kind == Kind.SEND) {
        conversation.send(step.text, limit);
        continue;
      }
      Optional<String> actual = next(step, conversation, limit);
      if (actual.isEmpty() || !step.pattern.matcher(actual.get()).matches()) {
        return Optional.of(new Difference(step.line, shown(step), actual));
      }
    }
    return Optional.empty();
  }

  /** The last line may have no end: the other side has said it all the same. */
  private static Optional<String> next(Step step, Conversation conversation, Duration limit)
      throws IOException {
    try {
      String verb = "line " + step.line + " of the script: receive %s from";
      return conversation.receive(verb, step.text, limit);
    } catch (ConversationException e) {
      if (e.reason() == ConversationException.Reason.ENDED_EARLY) {
        return Optional.of(e.received());
      }
      throw e;
    }
  }

  private static String shown(Step step) {
    boolean literal = (step.pattern.flags() & Pattern.LITERAL) != 0;
    return literal ? Excerpt.quoted(step.text) : step.text;
  }
}
