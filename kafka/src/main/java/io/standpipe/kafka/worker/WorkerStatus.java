package io.standpipe.kafka.worker;

import java.util.List;

/**
 * What a worker has done so far, and what it is doing now. The counts of all lanes together, since
 * the worker was started; they do not belong to exactly the same moment.
 *
 * @param records input records whose transaction was committed, dead letters included
 * @param answers records that were committed to the output topic
 * @param deadLetters records that were committed to the dead letter topic
 * @param restarts how often a program has failed
 * @param transactions how many were committed
 * @param aborts how many were given up
 * @param inFlight records that were fetched and not sent on yet
 * @param inFlightBytes bytes of their keys and values
 * @param lag records of the assigned partitions that are still to be answered, as far as is known;
 *     looked up once a second
 * @param lanes what each lane waits for
 */
public record WorkerStatus(
    long records,
    long answers,
    long deadLetters,
    long restarts,
    long transactions,
    long aborts,
    long inFlight,
    long inFlightBytes,
    long lag,
    List<Waiting> lanes) {

  /** What a lane waits for. */
  public enum Waiting {
    /** For new records: it has answered all. */
    RECORDS,
    /** For its program to answer, or to be started again. */
    PROGRAM,
    /** For a broker: a commit, partitions, or a connection. */
    BROKER
  }

  /** Copies the list. */
  public WorkerStatus {
    lanes = List.copyOf(lanes);
  }
}
