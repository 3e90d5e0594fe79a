package io.standpipe.responder;

import io.standpipe.framing.Framing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Responder} describes.
 *
 * @param apology answers a request that failed; null if such a request ends the run
 * @param ping the request that is answered without the user's function; null if there is none
 * @param outlivesParent whether the run goes on after the death of the process that started this
 *     one
 * @param grace how long a function may go on after that death
 */
record ResponderSpec(
    Framing framing,
    @Nullable AnswerFunction<? super Exception> apology,
    @Nullable Ping ping,
    boolean outlivesParent,
    Duration grace) {
  /** A request and the answer that it always gets. */
  record Ping(String request, String answer) {}

  ResponderSpec withApology(AnswerFunction<? super Exception> next) {
    return new ResponderSpec(framing, next, ping, outlivesParent, grace);
  }

  ResponderSpec withPing(Ping next) {
    return new ResponderSpec(framing, apology, next, outlivesParent, grace);
  }

  ResponderSpec outlivingParent() {
    return new ResponderSpec(framing, apology, ping, true, grace);
  }

  ResponderSpec withGrace(Duration next) {
    return new ResponderSpec(framing, apology, ping, outlivesParent, next);
  }

  /** {@code responder on lines}. */
  @Override
  public String toString() {
    return "responder on " + framing;
  }
}
