package io.standpipe.framing;

import static io.standpipe.framing.ContentLength.NAME;

/**
 * Header lines, each ended by {@code \r\n}, an empty one, and the message.
 *
 * <p>Names are those of RFC 9110: no blank in them, no matter which case. Lines other than
 * Content-Length are passed over. A line that ends with {@code \n} alone is refused: it is how a
 * stray print looks, and a print with a colon in it would else pass for a header.
 *
 * <p>To find its way again it looks for the next {@code Content-Length:}, wherever it stands, for a
 * stray print may lack its newline.
 */
final class ContentLengthDecoding extends MeasuredDecoding {
  /** As much as web servers allow. */
  private static final int LONGEST_HEADER = 8 * 1024;

  private static final int MOST_DIGITS = 18;
  private static final long NONE = -1;

  /** What was at the window's start is no header: look for one. */
  private boolean searching;

  ContentLengthDecoding(Framing framing) {
    super(framing, 0);
  }

  @Override
  int header(Window in) throws FrameException {
    if (searching && !find(in)) {
      return -1;
    }
    contentLength = NONE;
    int stop = (int) Math.min(in.end, (long) in.start + LONGEST_HEADER);
    int line = in.start;
    while (true) {
      int newline = Swar.indexOf(in.array, line, stop, (byte) '\n');
      if (newline == stop) {
        return unfinished(in);
      }
      if (newline == line || in.array[newline - 1] != '\r') {
        throw lost(in, line, "a header line that ends with \\r\\n expected");
      }
      if (newline == line + 1) {
        return finished(in, newline + 1);
      }
      readLine(in, line, newline - 1);
      line = newline + 1;
    }
  }

  private int unfinished(Window in) throws FrameException {
    if (in.length() > LONGEST_HEADER) {
      throw lost(in, in.start, "a header of at most " + LONGEST_HEADER + " bytes expected");
    }
    return -1;
  }

  private int finished(Window in, int end) throws FrameException {
    if (contentLength == NONE) {
      throw lost(in, in.start, "a Content-Length in the header expected");
    }
    return end - in.start;
  }

  private void readLine(Window in, int start, int end) throws FrameException {
    int colon = Swar.indexOf(in.array, start, end, (byte) ':');
    for (int i = start; i < colon; i++) {
      if (!isOfName(in.array[i])) {
        throw lost(in, start, "a header expected");
      }
    }
    if (colon == start || colon == end) {
      throw lost(in, start, "a header expected");
    }
    if (colon - start == NAME.length && isName(in.array, start)) {
      readLength(in, start, colon + 1, end);
    }
  }

  private void readLength(Window in, int line, int start, int end) throws FrameException {
    int from = start;
    int to = end;
    while (from < to && isBlank(in.array[from])) {
      from++;
    }
    while (to > from && isBlank(in.array[to - 1])) {
      to--;
    }
    if (contentLength != NONE || from == to || to - from > MOST_DIGITS) {
      throw lost(in, line, "one Content-Length, a number in decimal, expected");
    }
    long length = 0;
    for (int i = from; i < to; i++) {
      int digit = in.array[i] - '0';
      if (digit < 0 || digit > 9) {
        throw lost(in, line, "a Content-Length in decimal expected");
      }
      length = 10 * length + digit;
    }
    contentLength = length;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isOfName(byte b) {
    return b > ' ' && b < 0x7f;
  }

  private static boolean isName(byte[] bytes, int at) {
    for (int i = 0; i < NAME.length; i++) {
      byte b = bytes[at + i];
      if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != NAME[i]) {
        return false;
      }
    }
    return true;
  }

  /** What is at {@code at} is wrong; the search begins behind its first byte. */
  private FrameException lost(Window in, int at, String expected) {
    FrameException e = malformed(in, at, expected, true);
    searching = true;
    in.start = at + 1;
    return e;
  }

  /** Moves the window's start to the next {@code Content-Length:}, and drops what is before it. */
  private boolean find(Window in) {
    int at = in.start + NAME.length;
    while (true) {
      at = Swar.indexOf(in.array, Math.min(at, in.end), in.end, (byte) ':');
      if (at == in.end) {
        in.start = Math.max(in.start, in.end - NAME.length);
        return false;
      }
      if (isName(in.array, at - NAME.length)) {
        in.start = at - NAME.length;
        searching = false;
        return true;
      }
      at++;
    }
  }

  @Override
  boolean last(Window in, Frame out) throws FrameException {
    return !searching && super.last(in, out);
  }
}
