package io.standpipe.fifo;

import java.io.IOException;

/**
 * The server has gone before it answered a request that was to be sent once only. Whether it was
 * carried out nobody knows.
 */
public final class ServerGoneException extends IOException {
  private static final long serialVersionUID = 1;

  ServerGoneException(String place) {
    super(
        "ask the server at "
            + place
            + ": it has gone without an answer; whether it has carried out the request is not"
            + " known; ask(…) would send it to the next one");
  }
}
