package io.standpipe.doctor;

/**
 * An open descriptor that is an end of a {@link Channel}, and the process that holds it.
 *
 * <p>{@code toString} gives {@code pid 797 (python3 child.py)}.
 */
public interface Holder {
  /** The process; as {@link ProcessState#pid}. */
  long pid();

  /** The process's command line; as {@link ProcessState#command}. */
  String command();

  /** The number of the descriptor in that process. */
  int fd();

  /** Whether it can be read from. */
  boolean reads();

  /** Whether it can be written to. */
  boolean writes();

  /** Whether a call on it waits; otherwise the call fails with {@code EAGAIN}. */
  boolean blocking();

  /**
   * Which end it is: {@code read end}, {@code write end}, {@code both ends}, {@code master}, {@code
   * slave}, {@code counter} or {@code socket 4711}.
   */
  String end();
}
