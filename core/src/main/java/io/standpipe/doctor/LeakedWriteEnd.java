package io.standpipe.doctor;

import java.util.List;

/**
 * A reader waits at an empty pipe for an end of file that does not come, because a process that is
 * unlikely to write holds a write end. End of file comes when the last write end is closed, in
 * whichever process it is.
 *
 * <p>Its severity is {@link Severity#ERROR} if it causes a proved deadlock, {@link
 * Severity#WARNING} if the holder was left behind and the reader does nothing but read, otherwise
 * {@link Severity#INFORMATION}.
 */
public non-sealed interface LeakedWriteEnd extends Finding {
  /** The process that waits. */
  ProcessState reader();

  /** The empty pipe. */
  Channel channel();

  /** Its write ends, as far as they can be seen. */
  List<Holder> writers();

  /** What is odd about the processes that hold them. */
  Why why();

  /** The processes that hold them. */
  List<ProcessState> processes();

  /** What is odd about the holders of the write ends. */
  enum Why {
    /** The reader is one of them. */
    ITSELF("the reader itself holds a write end, so the end of file cannot come"),
    /** Their parents have ended: they were left behind, and took the end with them. */
    LEFT_BEHIND("a process that was left behind in the background holds the write end"),
    /** One of them waits for the reader's exit. */
    WAITS_FOR_READER("a process that waits for the reader's exit has kept a write end"),
    /** They have it at a descriptor that programs use only when told to: it came by accident. */
    LEAKED("a process that probably knows nothing of it holds the write end");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    /** The reason as a clause. */
    public String words() {
      return words;
    }
  }
}
