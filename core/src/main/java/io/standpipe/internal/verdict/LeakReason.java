package io.standpipe.internal.verdict;

/** What is odd about the processes that hold the write end of a pipe. */
public enum LeakReason {
  /** The reader is one of them. */
  ITSELF("the reader itself holds a write end, so the end of file cannot come"),
  /** Their parents have ended: they were left behind, and took the end with them. */
  LEFT_BEHIND("a process that was left behind in the background holds the write end"),
  /** One of them waits for the reader's exit. */
  WAITS_FOR_READER("a process that waits for the reader's exit has kept a write end"),
  /** They have it at a descriptor that programs use only when told to: it came by accident. */
  LEAKED("a process that probably knows nothing of it holds the write end");

  private final String words;

  LeakReason(String words) {
    this.words = words;
  }

  /** The reason as a clause. */
  public String words() {
    return words;
  }
}
