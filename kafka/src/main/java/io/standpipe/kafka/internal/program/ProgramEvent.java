package io.standpipe.kafka.internal.program;

import java.util.List;

/**
 * What a program has said, or how it has ended.
 *
 * @param <Q> what stands for a question
 */
public sealed interface ProgramEvent<Q> {
  /**
   * The whole answer to a question.
   *
   * @param messages without those that only mark its end
   */
  record Answered<Q>(Q question, List<byte[]> messages) implements ProgramEvent<Q> {}

  /** The framing cannot carry the question, so it was not asked. The program goes on. */
  record Unwritable<Q>(Q question, String reason) implements ProgramEvent<Q> {}

  /** A process that has a transaction of its own has written this. */
  final class Wrote<Q> implements ProgramEvent<Q> {
    private final byte[] message;

    Wrote(byte[] message) {
      this.message = message;
    }

    /** Not a copy. */
    public byte[] message() {
      return message;
    }
  }

  /** A process that has a transaction of its own has ended well, and said all. */
  record Finished<Q>() implements ProgramEvent<Q> {}

  /** The program answers nothing any more; {@link Failed} will tell why. */
  record Failing<Q>() implements ProgramEvent<Q> {}

  /** Why the program answers nothing any more. No event comes after this. */
  record Failed<Q>(ProgramFailure failure) implements ProgramEvent<Q> {}
}
