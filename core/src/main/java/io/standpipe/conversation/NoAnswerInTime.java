package io.standpipe.conversation;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.internal.ready.LookAhead;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The time of a question is over. The thread that reads does not know; a timer does. */
final class NoAnswerInTime extends TimeoutException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable LookAhead<Diagnosis> look;

  /**
   * @param look what has looked for the reason, if it was worth a look
   */
  NoAnswerInTime(@Nullable LookAhead<Diagnosis> look) {
    this.look = look;
  }

  /** Why nothing came, as far as that is known by now. */
  Optional<Diagnosis> reason() {
    return look == null ? Optional.empty() : look.found();
  }

  /** Begins with a semicolon and says why there is no reason, if one was looked for; or empty. */
  String missing() {
    return look == null ? "" : look.missing();
  }
}
