package io.standpipe.fifo;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.framing.FrameException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;

/**
 * One request at the server: fetches its text and delivers its reply. Both wait for the client, as
 * long as the client exists and its time lasts.
 */
final class RequestExchange {
  /** How long to wait for a client before checking whether it still exists. */
  private static final Duration STEP = Duration.ofMillis(100);

  private final FifoDirectory directory;
  private final RequestLine request;
  private final FifoServerOptions options;

  /** The client was gone before it handed over its request. */
  static final class VanishedException extends IOException {
    private static final long serialVersionUID = 1;
  }

  RequestExchange(FifoDirectory directory, RequestLine request, FifoServerOptions options) {
    this.directory = directory;
    this.request = request;
    this.options = options;
  }

  /** Whether the client's fifo exists: a request of a client that has left is not worked on. */
  boolean isThere() {
    return Files.exists(directory.file(request.name()), LinkOption.NOFOLLOW_LINKS);
  }

  /** The request's text; reads it from the client if it is long. */
  String text() throws IOException, InterruptedException {
    if (!request.isLong()) {
      return LineProtocol.unescape(request.text());
    }
    Deadline deadline = Deadline.after(options.clientLimit());
    // In one wait, not in steps: between two steps a client would write into a closing end.
    try (PipeReader reader = directory.fifo(request.name() + ".in").openReader(deadline.left())) {
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
    }
  }

  /**
   * Sends the reply; returns whether the client's fifo took it. The client is another process and
   * may do anything; no failure of it gets past this method.
   */
  boolean deliver(String reply) {
    Deadline deadline = Deadline.after(options.clientLimit());
    try (PipeWriter writer = open(deadline)) {
      ByteBuffer bytes = LineProtocol.bytes(reply);
      writer.write(bytes, deadline.left());
      return true;
    } catch (BrokenPipeException e) {
      return false; // the client left in the middle
    } catch (IOException e) {
      return false; // its time is up, its fifo is gone, or what is there is not a fifo
    } catch (InterruptedException e) {
      return false; // the server is being closed
    }
  }

  /**
   * A shell opens its fifo only after it has written its request, so opening may take time, too.
   */
  private PipeWriter open(Deadline deadline) throws IOException, InterruptedException {
    while (true) {
      Duration left = deadline.left();
      try {
        return directory.fifo(request.name()).openWriter(left.compareTo(STEP) < 0 ? left : STEP);
      } catch (DeadlineExceededException e) {
        if (!ServerIdentity.isAlive(request.name()) || deadline.hasPassed()) {
          throw e;
        }
      }
    }
  }
}
