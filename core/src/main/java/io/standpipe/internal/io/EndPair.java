package io.standpipe.internal.io;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Posix;

/** Both ends of a pipe that this process keeps. */
public record EndPair(ReadEnd reader, WriteEnd writer) implements AutoCloseable {
  public static EndPair open(Posix posix) throws ErrnoException {
    RawPipe pipe = RawPipe.open(posix, "a pipe");
    String name = "pipe " + pipe.readEnd().number();
    boolean done = false;
    try {
      var pair =
          new EndPair(ReadEnd.own(pipe.readEnd(), name), WriteEnd.own(pipe.writeEnd(), name));
      done = true;
      return pair;
    } finally {
      if (!done) {
        pipe.close();
      }
    }
  }

  @Override
  public void close() {
    writer.close();
    reader.close();
  }
}
