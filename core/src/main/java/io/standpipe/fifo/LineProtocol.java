package io.standpipe.fifo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.Excerpt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Requests and replies as lines. A text becomes one line: {@code \n} stands for a newline in it,
 * {@code \\} for a backslash.
 */
final class LineProtocol {
  /** How many bytes a pipe takes in one piece: PIPE_BUF. */
  static final int PIECE = 4096;

  private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(10_000);

  private static final String WITHIN = "within ";
  private static final String CALL = "call ";
  private static final String LONG = "long ";
  private static final String OK = "ok ";
  private static final String ERROR = "error ";

  private LineProtocol() {}

  /**
   * Parses a line that a client has written: {@code call NAME TEXT} or {@code long NAME}, with
   * {@code within MILLISECONDS} in front of it if the client gives up after that time.
   *
   * @throws IOException if it is not a request, with the reason
   */
  static RequestLine request(String line) throws IOException {
    if (!line.startsWith(WITHIN)) {
      return request(line, Deadline.NEVER);
    }
    int space = line.indexOf(' ', WITHIN.length());
    String millis = line.substring(WITHIN.length(), Math.max(space, WITHIN.length()));
    try {
      Deadline deadline = Deadline.afterNanos(TimeUnit.MILLISECONDS.toNanos(unsigned(millis)));
      return request(line.substring(space + 1), deadline);
    } catch (NumberFormatException e) {
      throw new IOException(
          "a number of milliseconds follows \"within\": " + Excerpt.head(line), e);
    }
  }

  private static long unsigned(String digits) {
    long number = Long.parseLong(digits);
    if (number < 0) {
      throw new NumberFormatException(digits);
    }
    return number;
  }

  private static RequestLine request(String line, Deadline deadline) throws IOException {
    boolean isLong = line.startsWith(LONG);
    if (!isLong && !line.startsWith(CALL)) {
      throw new IOException("a request begins with call, long or within: " + Excerpt.head(line));
    }
    String rest = line.substring(isLong ? LONG.length() : CALL.length());
    int space = rest.indexOf(' ');
    String name = space < 0 ? rest : rest.substring(0, space);
    if (!ClientName.isOne(name)) {
      throw new IOException("a client's name begins with its pid and a dot: " + Excerpt.head(name));
    }
    return new RequestLine(name, isLong, space < 0 ? "" : rest.substring(space + 1), deadline);
  }

  /**
   * A newline comes first: it ends a line that another program may have begun and not ended, and
   * which would otherwise swallow this one.
   */
  static ByteBuffer call(String name, String line, Deadline deadline) {
    return bytes("\n" + within(deadline) + CALL + name + " " + line + "\n");
  }

  static ByteBuffer longCall(String name, Deadline deadline) {
    return bytes("\n" + within(deadline) + LONG + name + "\n");
  }

  /**
   * In whole milliseconds, the last one counted as whole, so that no server gives up too early.
   * Nothing for a limit that stands for none.
   */
  private static String within(Deadline deadline) {
    long nanos = deadline.nanosLeft();
    return nanos > LONGEST_NANOS ? "" : WITHIN + (TimeUnit.NANOSECONDS.toMillis(nanos) + 1) + " ";
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  static String ok(String text) {
    return OK + escape(text) + "\n";
  }

  static String error(String text) {
    return ERROR + escape(text) + "\n";
  }

  /**
   * The text of a reply line.
   *
   * @throws RequestFailedException if the reply is an error
   */
  static String reply(String request, String line) throws IOException {
    if (line.startsWith(OK)) {
      return unescape(line.substring(OK.length()));
    }
    if (line.startsWith(ERROR)) {
      throw new RequestFailedException(request, unescape(line.substring(ERROR.length())));
    }
    throw new IOException(
        "read a reply: it begins neither with ok nor with error: " + Excerpt.head(line));
  }

  static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }

  /** A backslash before any other character stands for itself, so shells need not escape. */
  static String unescape(String line) {
    if (line.indexOf('\\') < 0) {
      return line;
    }
    var text = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      char next = i + 1 < line.length() ? line.charAt(i + 1) : 0;
      if (c == '\\' && (next == '\\' || next == 'n')) {
        text.append(next == 'n' ? '\n' : '\\');
        i++;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
