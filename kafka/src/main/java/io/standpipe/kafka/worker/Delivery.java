package io.standpipe.kafka.worker;

/** How often the answers to a record may appear in the output topic. */
public enum Delivery {
  /**
   * Once, for readers with {@code isolation.level=read_committed}: output and position are
   * committed in one transaction, which takes 11 to 22 ms whatever its size.
   */
  EXACTLY_ONCE,

  /**
   * Once or more often: the position is committed after the brokers have acknowledged the output.
   * What was in flight when a worker or its program died is answered again.
   */
  AT_LEAST_ONCE
}
