package io.standpipe.conversation;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters that no match of a pattern begins with, found out by trying each alone: an attempt
 * that fails without having wanted a second character fails on whatever follows. That holds where
 * an attempt looks at nothing that lies before it; patterns with an anchor, a boundary or a
 * lookbehind are let alone, and so are characters beyond Latin-1.
 */
@SuppressWarnings("JdkObsolete") // hitEnd: whether what follows may change it is the question here
final class FirstCharacters {
  private static final int MOST = 256;

  /** Also finds {@code [^x]}, which would do no harm; only time is lost by that. */
  private static final Pattern LOOKS_BACK = Pattern.compile("\\^|\\\\[bBAG]|\\(\\?<[=!]");

  private final Matcher matcher;
  private final boolean context;
  private final BitSet tried = new BitSet(MOST);
  private final BitSet excluded = new BitSet(MOST);

  FirstCharacters(Pattern pattern) {
    this.matcher = pattern.matcher("");
    this.context = LOOKS_BACK.matcher(pattern.pattern()).find();
  }

  boolean exclude(char c) {
    if (context || c >= MOST) {
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
