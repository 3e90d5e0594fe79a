package io.standpipe.conversation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The run of characters for which one attempt of a pattern speaks. A pattern such as {@code \S+@}
 * or {@code (.*)\n} begins with one kind of character, repeated. Where it does not match at the
 * beginning of a run of such characters it matches nowhere inside the run: a match from further
 * inside, with the characters before it added, would be a match from the beginning. The attempt
 * from the beginning has also looked at everything that one from further inside would look at. So a
 * search need not try each place of a long line, which would take time in proportion to the square
 * of its length.
 *
 * <p>This holds only if what follows in the pattern does not depend on where the match began, and
 * if no alternative begins with something else. Where the pattern's text leaves a doubt, there is
 * no run: each place is tried.
 */
final class LeadingRun {
  private static final int DOUBTFUL_FLAGS = Pattern.LITERAL | Pattern.COMMENTS | Pattern.CANON_EQ;

  private static final Pattern SHAPE =
      Pattern.compile(
          """
          (?<flags>(?:\\(\\?[imsudU]+\\))*)
          (?<open>\\((?:\\?:|\\?<[a-zA-Z][a-zA-Z0-9]*>)?)?
          (?<atom>
              [^\\\\\\[\\](){}.*+?^$|\\ud800-\\udfff]
            | \\.
            | \\\\[sSdDwWhHvVnrt\\W]
            | \\[\\^?(?:[^\\\\\\[\\]&^\\ud800-\\udfff]|\\\\[sSdDwWhHvVnrt\\W])+\\]
          )
          [*+][?+]?
          (?<rest>.*)\
          """,
          Pattern.COMMENTS | Pattern.DOTALL);

  /**
   * Refers to where the match, or a group, began; quotes what only looks like an operator; or
   * changes flags, which {@link Pattern#flags} then has for the beginning as well.
   */
  private static final Pattern DOUBTFUL_REST = Pattern.compile("\\\\[1-9kGQ]|\\(\\?[a-zA-Z-]");

  private final @Nullable Matcher run;

  /**
   * @param text what the pattern is searched in
   */
  LeadingRun(Pattern pattern, CharSequence text) {
    this.run = matcher(pattern, text);
  }

  private static @Nullable Matcher matcher(Pattern pattern, CharSequence text) {
    Matcher shape = SHAPE.matcher(pattern.pattern());
    if ((pattern.flags() & DOUBTFUL_FLAGS) != 0
        || !shape.matches()
        || DOUBTFUL_REST.matcher(shape.group("rest")).find()
        || mayBeginOtherwise(shape.group("rest"), shape.group("open") != null)) {
      return null;
    }
    String atoms = shape.group("flags") + shape.group("atom") + "*+";
    return Pattern.compile(atoms, pattern.flags()).matcher(text);
  }

  /**
   * Whether there may be an alternative to the beginning, or the group around the beginning may be
   * left out.
   *
   * @param rest what follows the repeated character
   * @param inGroup whether the beginning is in a group that the rest closes
   */
  private static boolean mayBeginOtherwise(String rest, boolean inGroup) {
    int depth = inGroup ? 1 : 0;
    int firstDepth = depth;
    for (int i = 0; i < rest.length(); i++) {
      switch (rest.charAt(i)) {
        case '\\' -> i++;
        case '[' -> {
          return firstDepth > 0 || rest.indexOf('|', i) >= 0; // brackets may nest: a doubt
        }
        case '(' -> depth++;
        case ')' -> {
          depth--;
          if (depth < firstDepth) {
            firstDepth = depth;
            if (i + 1 < rest.length() && "*?{".indexOf(rest.charAt(i + 1)) >= 0) {
              return true;
            }
          }
        }
        case '|' -> {
          if (depth <= firstDepth) {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  /** The end of the run that begins at this place; the place itself if there is none. */
  int end(int place, int limit) {
    return run != null && run.region(place, limit).lookingAt() ? run.end() : place;
  }
}
