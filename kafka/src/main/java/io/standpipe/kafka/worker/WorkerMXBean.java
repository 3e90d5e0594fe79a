package io.standpipe.kafka.worker;

/**
 * A running worker as JMX shows it, under {@code io.standpipe.kafka:type=worker,id=GROUP-INSTANCE}
 * beside the metrics of Kafka's clients. The attributes are those of {@link WorkerStatus}.
 */
public interface WorkerMXBean {
  /** See {@link WorkerStatus#records}. */
  long getRecords();

  /** See {@link WorkerStatus#answers}. */
  long getAnswers();

  /** See {@link WorkerStatus#deadLetters}. */
  long getDeadLetters();

  /** See {@link WorkerStatus#restarts}. */
  long getRestarts();

  /** See {@link WorkerStatus#transactions}. */
  long getTransactions();

  /** See {@link WorkerStatus#aborts}. */
  long getAborts();

  /** See {@link WorkerStatus#inFlight}. */
  long getInFlight();

  /** See {@link WorkerStatus#inFlightBytes}. */
  long getInFlightBytes();

  /** See {@link WorkerStatus#lag}. */
  long getLag();

  /** How many lanes wait for their program. */
  int getWaitingForProgram();

  /** How many lanes wait for a broker. */
  int getWaitingForBroker();
}
