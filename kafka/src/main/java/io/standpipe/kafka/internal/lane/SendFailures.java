package io.standpipe.kafka.internal.lane;

import org.apache.kafka.clients.producer.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The first record since the last abort that could not be sent, and why. The producer's thread
 * reports it, the lane's thread looks.
 */
final class SendFailures {
  /**
   * @param record from which the record that failed was made
   */
  record Failure(InFlight record, Exception cause) {}

  private @Nullable Failure first;

  /** Reports a failure to send what was made from this record. */
  Callback of(InFlight record) {
    return (_, failure) -> {
      if (failure != null) {
        failed(record, failure);
      }
    };
  }

  private synchronized void failed(InFlight record, Exception failure) {
    if (first == null) {
      first = new Failure(record, failure);
    }
  }

  synchronized @Nullable Failure first() {
    return first;
  }

  synchronized void forget() {
    first = null;
  }
}
