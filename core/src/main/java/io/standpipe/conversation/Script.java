package io.standpipe.conversation;

import io.standpipe.conversation.ScriptLine.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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
   * @param text as it stands there
   * @param fits whether a message is the one that is expected
   */
  record Step(int line, Kind kind, String text, Predicate<String> fits) {
    String expected() {
      return TranscriptText.isPattern(text) ? text : Excerpt.quoted(text);
    }
  }

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
      switch (line.kind()) {
        case SEND -> steps.add(new Step(line.number(), Kind.SEND, line.text(), _ -> true));
        case EXPECT -> steps.add(expected(line));
        case COMMENT -> {}
      }
    }
    return new Script(steps);
  }

  /** Texts are compared: a pattern for a long one takes long to make. */
  private static Step expected(ScriptLine line) {
    String text = line.text();
    Optional<String> exact =
        TranscriptText.isPattern(text) ? TranscriptText.unquoted(text) : Optional.of(text);
    Predicate<String> fits =
        exact.isPresent() ? exact.get()::equals : pattern(line).asMatchPredicate();
    return new Step(line.number(), Kind.EXPECT, text, fits);
  }

  private static Pattern pattern(ScriptLine line) {
    try {
      return Pattern.compile(line.text().substring(1, line.text().length() - 1));
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
   * comes after the last line is not looked at. It sends on a thread of its own, and so listens
   * meanwhile: many messages, and large ones, are no deadlock.
   *
   * @param limit for each message
   * @return the first difference; empty if there is none
   */
  public Optional<Difference> play(Conversation conversation, Duration limit) throws IOException {
    return new ScriptPlayer(steps, conversation, limit, false, Duration.ZERO).play();
  }

  /**
   * Plays a whole conversation: with the last that is said the other side's input ends, and after
   * the last line nothing may come.
   *
   * @param limit for each message
   * @param silence of the other side before its input ends, unless all that is expected has come:
   *     zero but for a terminal, where a program that is just at work may miss the end of its input
   * @return the first difference; empty if there is none
   */
  public Optional<Difference> playToEnd(Conversation conversation, Duration limit, Duration silence)
      throws IOException {
    return new ScriptPlayer(steps, conversation, limit, true, silence).play();
  }
}
