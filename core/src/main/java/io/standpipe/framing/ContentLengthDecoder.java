package io.standpipe.framing;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Finds messages that follow header lines, each ended by {@code \r\n}, and an empty line.
 *
 * <p>Header names are those of RFC 9110: without blanks, in any case. Headers other than
 * Content-Length are skipped. A line that ends with {@code \n} alone is refused, because a stray
 * print looks like that, and a print that contains a colon would otherwise pass for a header.
 *
 * <p>After an error it looks for the next {@code Content-Length:}, wherever that stands, because a
 * stray print may lack its newline.
 */
final class ContentLengthDecoder extends MeasuredDecoder {
  /** In lower case. */
  private static final byte[] NAME = "content-length".getBytes(US_ASCII);

  /** The limit of web servers. */
  private static final int LONGEST_HEADER = 8 * 1024;

  private static final int MOST_DIGITS = 18;
  private static final long NONE = -1;

  private final DecodeErrors errors;

  /** Whether the bytes at the buffer's start were no header, so that one is searched for. */
  private boolean searching;

  ContentLengthDecoder(int limit, DecodeErrors errors) {
    super(0, limit, errors);
    this.errors = errors;
  }

  @Override
  int header(ReceiveBuffer in) throws FrameException {
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

  private int unfinished(ReceiveBuffer in) throws FrameException {
    if (in.length() > LONGEST_HEADER) {
      throw lost(in, in.start, "a header of at most " + LONGEST_HEADER + " bytes expected");
    }
    return -1;
  }

  private int finished(ReceiveBuffer in, int end) throws FrameException {
    if (contentLength == NONE) {
      throw lost(in, in.start, "a Content-Length in the header expected");
    }
    return end - in.start;
  }

  private void readLine(ReceiveBuffer in, int start, int end) throws FrameException {
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

  private void readLength(ReceiveBuffer in, int line, int start, int end) throws FrameException {
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

  /** The bytes at {@code at} are wrong; the search begins after the first of them. */
  private FrameException lost(ReceiveBuffer in, int at, String expected) {
    FrameException e = errors.skippable(in, at, expected);
    searching = true;
    in.start = at + 1;
    return e;
  }

  /** Moves the buffer's start to the next {@code Content-Length:} and drops the bytes before it. */
  private boolean find(ReceiveBuffer in) {
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
  public boolean decodeLast(ReceiveBuffer in, Frame out) throws FrameException {
    return !searching && super.decodeLast(in, out);
  }
}
