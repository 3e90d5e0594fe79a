package io.standpipe.fifo;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import org.jspecify.annotations.Nullable;

/**
 * A client's fifo for its replies, used by one request after the other. After anything but an
 * answer a new one takes its place: so a reply that comes too late is not read, and half a reply is
 * not taken for the beginning of the next.
 */
final class ReplyFifo implements AutoCloseable {
  private static final int LONGEST_REPLY = 16 * 1024 * 1024;

  private final FifoDirectory directory;
  private final String name;
  private final PipeReader reader;
  private final TimedLines lines;

  private ReplyFifo(FifoDirectory directory, String name, PipeReader reader) {
    this.directory = directory;
    this.name = name;
    this.reader = reader;
    this.lines = new TimedLines(reader, LONGEST_REPLY);
  }

  /** Opens it at once, so that a server that opens it for writing need not wait. */
  static ReplyFifo create(FifoDirectory directory) throws IOException, InterruptedException {
    String name = ClientName.create();
    Fifo fifo = Fifo.create(directory.file(name));
    PipeReader reader = null;
    try {
      reader = fifo.keepOpen().openReader();
      return new ReplyFifo(directory, name, reader);
    } finally {
      if (reader == null) {
        directory.remove(name);
      }
    }
  }

  String name() {
    return name;
  }

  /** Whether it is still where servers look for it. */
  boolean isThere() {
    return Files.exists(directory.file(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** See {@link TimedLines#next}. Does not end, because the reader keeps the fifo open. */
  @Nullable String line(Deadline deadline) throws IOException {
    return lines.next(deadline);
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.remove(name);
  }
}
