package io.standpipe.kafka.internal.lane;

import io.standpipe.kafka.internal.program.ProgramFailure;

/**
 * Why a record could not be processed, for the dead letter topic and for people.
 *
 * @param reason in words
 * @param exit how the program ended, {@code exited with code 1}; empty if it did not
 * @param stderr the last of what it wrote to standard error
 * @param diagnosis what the doctor said about a program that did not answer; empty if not asked
 */
record Blame(String reason, String exit, String stderr, String diagnosis) {
  /** What the program did. */
  static Blame of(ProgramFailure failure) {
    return new Blame(failure.reason(), failure.exit(), failure.stderr(), failure.diagnosis());
  }

  /** The program was not asked. */
  static Blame ofRecord(String reason) {
    return new Blame(reason, "", "", "");
  }
}
