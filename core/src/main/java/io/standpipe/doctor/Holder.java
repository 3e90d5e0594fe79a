package io.standpipe.doctor;

/**
 * An open descriptor that is an end of a {@link Channel}.
 *
 * @param pid whose
 * @param fd its number there
 * @param reads whether it can be read from
 * @param writes whether it can be written to
 * @param blocking whether a call on it waits; else it returns with {@code EAGAIN}
 * @param end which end: {@code read end}, {@code write end}, {@code both ends}, {@code master},
 *     {@code slave}, {@code socket 4711}
 */
public record Holder(
    long pid, int fd, boolean reads, boolean writes, boolean blocking, String end) {
  /** {@code 797 at descriptor 1 (write end)}. */
  @Override
  public String toString() {
    return pid + " at descriptor " + fd + " (" + end + ")";
  }
}
