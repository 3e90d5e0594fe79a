package io.standpipe.conversation;

import io.standpipe.conversation.ScriptLine.Kind;
import io.standpipe.internal.text.Escaping;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One thing to do in a script.
 *
 * @param line the line of the script, counted from 1
 * @param text as it stands there
 * @param comparison whether a message is the one that is expected; the guard stops a pattern
 */
record ScriptStep(int line, Kind kind, String text, BiPredicate<String, MatchGuard> comparison) {
  static ScriptStep sending(ScriptLine line) {
    return new ScriptStep(line.number(), Kind.SEND, line.text(), (_, _) -> true);
  }

  /** Texts are compared, because compiling a pattern takes long if it quotes a long text. */
  static ScriptStep expecting(ScriptLine line) {
    String text = line.text();
    Optional<String> exact =
        TranscriptText.isPattern(text) ? TranscriptText.unquoted(text) : Optional.of(text);
    BiPredicate<String, MatchGuard> comparison =
        exact.isPresent() ? (came, _) -> exact.get().equals(came) : matching(pattern(line));
    return new ScriptStep(line.number(), Kind.EXPECT, text, comparison);
  }

  private static BiPredicate<String, MatchGuard> matching(Pattern pattern) {
    return (came, guard) -> guard.matches(pattern, came);
  }

  private static Pattern pattern(ScriptLine line) {
    try {
      return Pattern.compile(line.text().substring(1, line.text().length() - 1));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "line " + line.number() + " of a script: " + e.getMessage(), e);
    }
  }

  /**
   * Whether a message is the one that is expected.
   *
   * @throws MatchStopped by the guard
   */
  boolean fits(String came, MatchGuard guard) {
    boolean fits = comparison.test(came, guard);
    guard.check();
    return fits;
  }

  String expected() {
    return TranscriptText.isPattern(text) ? text : Escaping.quoted(text);
  }
}
