package io.standpipe.fifo;

import io.standpipe.internal.text.Escaping;
import io.standpipe.internal.text.Excerpt;
import java.io.IOException;

/**
 * The server answered with an error: it carried out the request and failed, or it refused the
 * request.
 */
public final class RequestFailedException extends IOException {
  private static final long serialVersionUID = 1;

  private final String answer;

  /**
   * For an answer; public so that tests can fake it, and for servers that are asked in other ways.
   *
   * @param request what was asked
   * @param answer the error as the server worded it
   */
  public RequestFailedException(String request, String answer) {
    super(
        "ask "
            + Excerpt.head(request)
            + ": the server answered with an error: "
            + Escaping.printable(answer));
    this.answer = answer;
  }

  /** The error as the server worded it. */
  public String answer() {
    return answer;
  }
}
