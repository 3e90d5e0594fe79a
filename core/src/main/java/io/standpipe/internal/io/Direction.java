package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_WRONLY;

/** Which end of a pipe a descriptor is for. */
public enum Direction {
  READ(O_RDONLY, O_WRONLY, "reading"),
  WRITE(O_WRONLY, O_RDONLY, "writing");

  private final int access;
  private final int opposite;
  private final String verb;

  Direction(int access, int opposite, String verb) {
    this.access = access;
    this.opposite = opposite;
    this.verb = verb;
  }

  /** The access mode of open(2). */
  int access() {
    return access;
  }

  /** Whether {@code mode}, an access mode of open(2), forbids this direction. */
  public boolean isForbiddenBy(int mode) {
    return mode == opposite;
  }

  /** {@code reading} or {@code writing}. */
  public String verb() {
    return verb;
  }

  public Direction reverse() {
    return this == READ ? WRITE : READ;
  }
}
