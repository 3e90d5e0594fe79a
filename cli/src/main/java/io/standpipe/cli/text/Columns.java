package io.standpipe.cli.text;

/** How many columns of a terminal a text takes. */
public final class Columns {
  private static final int FULLWIDTH_FIRST = 0xff01;
  private static final int FULLWIDTH_LAST = 0xff60;

  private Columns() {}

  /** The columns of a text without control characters. */
  public static int of(String text) {
    return text.codePoints().map(Columns::of).sum();
  }

  /** As much of the text as fits into so many columns. No character is cut in half. */
  public static String cut(String text, int columns) {
    int left = columns;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      left -= of(c);
      if (left < 0) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  /** As wcwidth(3) has it for the usual characters: 0, 1 or 2. */
  private static int of(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(c) ? 2 : 1;
    };
  }

  private static boolean isWide(int c) {
    return Character.isIdeographic(c)
        || Character.isEmojiPresentation(c)
        || (c >= FULLWIDTH_FIRST && c <= FULLWIDTH_LAST)
        || switch (Character.UnicodeScript.of(c)) {
          case HIRAGANA, KATAKANA, HANGUL -> true;
          default -> false;
        };
  }
}
