package io.standpipe.kafka.internal.lane;

import io.standpipe.kafka.error.KafkaTaskException;
import java.util.function.BooleanSupplier;

/** What a lane does with one consumer and one producer. For the lane's thread. */
interface LaneWork extends AutoCloseable {
  /**
   * Works until {@code closing}; then commits what was answered.
   *
   * @throws KafkaTaskException if the worker must end
   * @throws RuntimeException of Kafka's clients, if they have to be made anew
   */
  void run(BooleanSupplier closing) throws KafkaTaskException, InterruptedException;

  /** Ends the program and closes the producer. */
  @Override
  void close();
}
