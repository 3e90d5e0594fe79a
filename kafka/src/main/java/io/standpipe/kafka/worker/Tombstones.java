package io.standpipe.kafka.worker;

/** What happens to records without a value, which delete a key in a compacted topic. */
public enum Tombstones {
  /** They go to the output topic in their turn; the program does not see them. */
  PASS,

  /** They are left out. */
  SKIP
}
