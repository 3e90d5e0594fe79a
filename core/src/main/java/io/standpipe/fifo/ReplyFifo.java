package io.standpipe.fifo;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client's fifo for its replies, for one request after the other. After anything but an answer
 * another one takes its place: then a reply that comes too late finds nobody, and half a reply is
 * not taken for the beginning of the next.
 */
final class ReplyFifo implements AutoCloseable {
  private static final int LONGEST_REPLY = 16 * 1024 * 1024;

  private final FifoDirectory place;
  private final String name;
  private final PipeReader reader;
  private final TimedLines lines;

  private ReplyFifo(FifoDirectory place, String name, PipeReader reader) {
    this.place = place;
    this.name = name;
    this.reader = reader;
    this.lines = new TimedLines(reader, LONGEST_REPLY);
  }

  /** Open from the start on: a server that opens it to write need not wait. */
  static ReplyFifo create(FifoDirectory place) throws IOException, InterruptedException {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    String name = ProcessHandle.current().pid() + "." + random;
    Fifo fifo = Fifo.create(place.file(name));
    PipeReader reader = null;
    try {
      reader = fifo.keepOpen().openReader();
      return new ReplyFifo(place, name, reader);
    } finally {
      if (reader == null) {
        place.remove(name);
      }
    }
  }

  String name() {
    return name;
  }

  /** See {@link TimedLines#next}. Kept open by ourselves, it does not end. */
  @Nullable String line(Deadline deadline) throws IOException {
    return lines.next(deadline);
  }

  @Override
  public void close() throws IOException {
    reader.close();
    place.remove(name);
  }
}
