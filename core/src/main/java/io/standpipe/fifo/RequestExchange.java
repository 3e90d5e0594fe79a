package io.standpipe.fifo;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.framing.FrameException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One request at the server: fetches its text and delivers its reply. Both wait for the client, as
 * long as the client exists and its time lasts.
 */
final class RequestExchange {
  private static final long FIRST_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final FifoDirectory directory;
  private final RequestLine request;
  private final FifoServerOptions options;
  private final ClientWaits waits;

  /** The client was gone before it handed over its request. */
  static final class VanishedException extends IOException {
    private static final long serialVersionUID = 1;
  }

  RequestExchange(
      FifoDirectory directory, RequestLine request, FifoServerOptions options, ClientWaits waits) {
    this.directory = directory;
    this.request = request;
    this.options = options;
    this.waits = waits;
  }

  /** When the client gives up. */
  Deadline deadline() {
    return request.deadline();
  }

  /**
   * Whether the client waits for an answer, as far as can be seen: its fifo exists, and its time is
   * not up. A request of a client that has left is not worked on.
   */
  boolean isAwaited() {
    return !request.deadline().hasPassed()
        && Files.exists(directory.file(request.name()), LinkOption.NOFOLLOW_LINKS);
  }

  boolean isLong() {
    return request.isLong();
  }

  /** The request's text; reads it from the client if it is long. */
  String text() throws IOException, InterruptedException {
    if (!request.isLong()) {
      return LineProtocol.unescape(request.text());
    }
    Deadline deadline = clientDeadline();
    try (ClientWaits.Wait wait = waits.begin(0)) {
      return longText(wait, deadline);
    }
  }

  private String longText(ClientWaits.Wait wait, Deadline deadline)
      throws IOException, InterruptedException {
    String name = ClientName.forLong(request.name());
    // In one wait, not in steps: between two steps a client would write into a closing end.
    try (PipeReader reader = directory.fifo(name).openReader(deadline.left())) {
      wait.clientCame(options.maxBytes());
      String line = new TimedLines(reader, options.maxBytes()).next(deadline);
      if (line == null) {
        throw new VanishedException();
      }
      return LineProtocol.unescape(line);
    } catch (ErrnoException e) {
      if (e.errnoName().equals("ENOENT")) {
        throw new VanishedException(); // or it saw an earlier server end, and sends it again
      }
      throw e;
    } catch (FrameException e) {
      String message = "a request of at most " + options.maxBytes() + " bytes expected";
      throw new IOException(message, e);
    } catch (InterruptedException | IOException e) {
      if (wait.isEvicted()) {
        throw new IOException(
            "too many clients kept the server waiting; send the request again", e);
      }
      throw e;
    }
  }

  private Deadline clientDeadline() {
    return Deadline.after(options.clientLimit()).earlier(request.deadline());
  }

  /**
   * Sends the reply; returns whether the client's fifo took it. The client is another process and
   * may do anything; no failure of it gets past this method.
   */
  boolean deliver(ByteBuffer reply) {
    Deadline deadline = clientDeadline();
    try (PipeWriter writer = open(reply.remaining(), deadline)) {
      write(writer, reply, deadline);
      return true;
    } catch (IOException e) {
      return false; // its time is up, it left, its fifo is gone, or what is there is not a fifo
    } catch (InterruptedException e) {
      return false; // the server is being closed, or another request takes this one's place
    }
  }

  private PipeWriter open(long held, Deadline deadline) throws IOException, InterruptedException {
    try {
      return openAtOnce();
    } catch (DeadlineExceededException e) {
      try (var _ = waits.begin(held)) {
        return openInTime(deadline);
      }
    }
  }

  private PipeWriter openAtOnce() throws IOException, InterruptedException {
    return directory.fifo(request.name()).openWriter(Duration.ZERO);
  }

  /**
   * A shell opens its fifo only after it has written its request, so opening may take time, too. No
   * event tells of a reader that waits in open(2). Many clients may keep the server waiting at the
   * same time, so it asks for each of them less and less often.
   */
  private PipeWriter openInTime(Deadline deadline) throws IOException, InterruptedException {
    ClientName client = ClientName.of(request.name());
    long step = FIRST_STEP_NANOS;
    while (true) {
      TimeUnit.NANOSECONDS.sleep(Math.min(step, deadline.nanosLeft()));
      step = Math.min(2 * step, LONGEST_STEP_NANOS);
      try {
        return openAtOnce();
      } catch (DeadlineExceededException e) {
        if (deadline.hasPassed() || (client.isNeighbour() && !client.hasPid())) {
          throw e;
        }
      }
    }
  }

  /** A client that is there, and whose fifo has room, never waits and so cannot lose its place. */
  private void write(PipeWriter writer, ByteBuffer reply, Deadline deadline) throws IOException {
    try {
      writer.write(reply, Duration.ZERO);
    } catch (DeadlineExceededException e) {
      try (var _ = waits.beginWithClient(reply.remaining())) {
        writer.write(reply, deadline.left());
      }
    }
  }
}
