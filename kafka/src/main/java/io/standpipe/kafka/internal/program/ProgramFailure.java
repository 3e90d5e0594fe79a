package io.standpipe.kafka.internal.program;

/**
 * Why a program answers nothing any more, for people and for the dead letter topic.
 *
 * @param kind what it did
 * @param reason in words
 * @param exit how the process ended; empty if it had not
 * @param stderr the last of what it wrote to standard error
 * @param diagnosis what the doctor said about it; empty unless it was silent
 */
public record ProgramFailure(
    Kind kind, String reason, String exit, String stderr, String diagnosis) {
  /** What a program did that answers nothing any more. */
  public enum Kind {
    /** It has ended, or closed its output. All answers before were right. */
    ENDED,
    /** It has not answered in time. All answers before were right. */
    SILENT,
    /** It said what was not asked for, or cannot be read. Any answer before may be wrong. */
    WRONG
  }
}
