package io.standpipe.fifo;

import java.io.IOException;

/** The server has answered, with an error: the request was carried out and failed, or is none. */
public final class RequestFailedException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 80;

  private final String answer;

  RequestFailedException(String request, String answer) {
    super("ask \"" + shortened(request) + "\": the server answered with an error: " + answer);
    this.answer = answer;
  }

  private static String shortened(String request) {
    String line = LineProtocol.escape(request);
    int length = line.codePointCount(0, line.length());
    return length <= SHOWN ? line : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "…";
  }

  /** What the server said. */
  public String answer() {
    return answer;
  }
}
