package io.standpipe.conversation;

import io.standpipe.conversation.ScriptLine.Kind;
import io.standpipe.internal.text.Escaping;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One thing to do in a script.
 *
 * @param line the line of the script, counted from 1
 * @param text as it stands there
 * @param fits whether a message is the one that is expected
 */
record ScriptStep(int line, Kind kind, String text, Predicate<String> fits) {
  static ScriptStep sending(ScriptLine line) {
    return new ScriptStep(line.number(), Kind.SEND, line.text(), _ -> true);
  }

  /** Texts are compared, because compiling a pattern takes long if it quotes a long text. */
  static ScriptStep expecting(ScriptLine line) {
    String text = line.text();
    Optional<String> exact =
        TranscriptText.isPattern(text) ? TranscriptText.unquoted(text) : Optional.of(text);
    Predicate<String> fits =
        exact.isPresent() ? exact.get()::equals : pattern(line).asMatchPredicate();
    return new ScriptStep(line.number(), Kind.EXPECT, text, fits);
  }

  private static Pattern pattern(ScriptLine line) {
    try {
      return Pattern.compile(line.text().substring(1, line.text().length() - 1));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "line " + line.number() + " of a script: " + e.getMessage(), e);
    }
  }

  String expected() {
    return TranscriptText.isPattern(text) ? text : Escaping.quoted(text);
  }
}
