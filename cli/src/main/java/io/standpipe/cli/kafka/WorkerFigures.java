package io.standpipe.cli.kafka;

/**
 * How a worker gets on. Those that count only grow.
 *
 * @param records how many records were answered or are dead letters
 * @param answers how many records were written to the topic of the answers
 * @param lag how many records wait in the topic
 * @param inFlight how many records the programs have been given and not answered
 */
public record WorkerFigures(
    long records,
    long answers,
    long deadLetters,
    long restarts,
    long aborts,
    long transactions,
    long inFlight,
    long inFlightBytes,
    long lag,
    int lanes,
    WaitingFor waitingFor) {
  /** What most of the lanes wait for. */
  public enum WaitingFor {
    PROGRAM,
    BROKER,
    RECORDS
  }
}
