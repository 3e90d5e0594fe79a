package io.standpipe.conversation;

import io.standpipe.internal.text.Escaping;
import java.util.Optional;

/**
 * Where a conversation first differed from its {@link Script}.
 *
 * @param line the line of the script, counted from 1
 * @param expected what that line asks for, quoted, with secrets masked
 * @param actual the message that came, with secrets masked; empty if the other side ended instead
 */
public record ScriptDifference(int line, String expected, Optional<String> actual) {
  /** {@code line 2: expected "42", but "41" came}. */
  @Override
  public String toString() {
    String what = actual.map(a -> Escaping.quoted(a) + " came").orElse("the other side has ended");
    return "line " + line + ": expected " + expected + ", but " + what;
  }
}
