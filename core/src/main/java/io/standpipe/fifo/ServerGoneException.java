package io.standpipe.fifo;

import io.standpipe.internal.text.Escaping;
import java.io.IOException;

/**
 * The server ended before it answered a request that was to be sent only once. Whether it had
 * carried out the request is not known.
 */
public final class ServerGoneException extends IOException {
  private static final long serialVersionUID = 1;

  ServerGoneException(String place) {
    super(
        "ask the server at "
            + Escaping.printable(place)
            + ": it ended without an answer; whether it carried out the request is not known;"
            + " ask(…) would send it to the next server");
  }
}
