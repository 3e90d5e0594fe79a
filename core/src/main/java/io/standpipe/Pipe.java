package io.standpipe;

import io.standpipe.internal.io.EndPair;
import io.standpipe.internal.posix.Platform;
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

  private Pipe(EndPair ends) {
    this.reader = new PipeReader(ends.reader());
    this.writer = new PipeWriter(ends.writer());
  }

  /** Makes a pipe. Does not block. */
  public static Pipe open() throws IOException {
    return open(Platform.posix());
  }

  static Pipe open(Posix posix) throws IOException {
    return new Pipe(EndPair.open(posix));
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
    return reader.end().of();
  }
}
