package io.standpipe;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import java.io.IOException;

/**
 * An anonymous kernel pipe: what is written to {@link #writer} can be read from {@link #reader}, in
 * this process or in a child that was given an end ({@link Redirect#to(PipeWriter)}, {@link
 * Redirect#from(PipeReader)}).
 *
 * <p>{@code pipe(2)}; in Python {@code os.pipe()}. It holds {@link PipeReader#capacity()} bytes,
 * mostly 64 KiB. No child gets an end by accident: both are close-on-exec.
 *
 * <p>Close each end when this process is done with it; {@link #close} closes both. No garbage
 * collector does: an end that was forgotten stays open, with its descriptor, as long as this
 * process. The ends are independent and safe from any thread.
 */
public final class Pipe implements AutoCloseable {
  private final PipeReader reader;
  private final PipeWriter writer;

  private Pipe(PipeReader reader, PipeWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /** Makes a pipe. Does not block. */
  public static Pipe open() throws IOException {
    return open(Posix.system());
  }

  static Pipe open(Posix posix) throws IOException {
    int[] ends = new int[2];
    int result = posix.pipe2(ends, O_CLOEXEC | O_NONBLOCK);
    if (result < 0) {
      throw new ErrnoException("open a pipe", -result);
    }
    Descriptor read = Descriptor.own(posix, ends[0]);
    Descriptor write = Descriptor.own(posix, ends[1]);
    boolean done = false;
    try {
      String name = "pipe " + ends[0];
      var pipe = new Pipe(PipeReader.own(read, name), PipeWriter.own(write, name));
      done = true;
      return pipe;
    } finally {
      if (!done) {
        read.close();
        write.close();
      }
    }
  }

  /** Where bytes come out. */
  public PipeReader reader() {
    return reader;
  }

  /** Where bytes go in. */
  public PipeWriter writer() {
    return writer;
  }

  /** Closes both ends. */
  @Override
  public void close() {
    writer.close();
    reader.close();
  }

  /** {@code pipe 5}, by the descriptor of its read end. */
  @Override
  public String toString() {
    return reader.toString().replaceAll(".*\\((.*)\\)", "$1");
  }
}
