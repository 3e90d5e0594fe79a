package io.standpipe.conversation;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters that no match of a pattern begins with, found by trying each one alone: an attempt
 * that fails without asking for a second character fails whatever follows. This holds only if an
 * attempt does not look at what comes before it, so patterns with an anchor, a boundary or a
 * lookbehind are left alone, and so are characters beyond Latin-1.
 */
@SuppressWarnings("JdkObsolete") // hitEnd tells whether more text may change a match
final class FirstCharacters {
  private static final int COUNT = 256;

  /** Also finds {@code [^x]}, which would be harmless; that costs only time. */
  private static final Pattern LOOKS_BACK = Pattern.compile("\\^|\\\\[bBAG]|\\(\\?<[=!]");

  private final Matcher matcher;
  private final boolean context;
  private final BitSet tried = new BitSet(COUNT);
  private final BitSet excluded = new BitSet(COUNT);

  FirstCharacters(Pattern pattern) {
    this.matcher = pattern.matcher("");
    this.context = LOOKS_BACK.matcher(pattern.pattern()).find();
  }

  boolean exclude(char c) {
    if (context || c >= COUNT) {
      return false;
    }
    if (!tried.get(c)) {
      tried.set(c);
      boolean fails = !matcher.reset(String.valueOf(c)).lookingAt() && !matcher.hitEnd();
      excluded.set(c, fails);
    }
    return excluded.get(c);
  }
}
