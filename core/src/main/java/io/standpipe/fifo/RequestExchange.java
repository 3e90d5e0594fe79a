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
 * One request at the server: its text is fetched, its reply delivered. Both wait for the client, no
 * longer than it is there and its time lasts.
 */
final class RequestExchange {
  /** How long a wait for a client may go on before it is looked whether that still lives. */
  private static final Duration STEP = Duration.ofMillis(100);

  private final FifoDirectory place;
  private final LineProtocol.Request request;
  private final FifoServer.Limits limits;

  /** The client has gone before it handed over its request. */
  static final class VanishedException extends IOException {
    private static final long serialVersionUID = 1;
  }

  RequestExchange(FifoDirectory place, LineProtocol.Request request, FifoServer.Limits limits) {
    this.place = place;
    this.request = request;
    this.limits = limits;
  }

  /** Whether its fifo is there: nobody works for a client that has left. */
  boolean isThere() {
    return Files.exists(place.file(request.name()), LinkOption.NOFOLLOW_LINKS);
  }

  /** The request's text; a long one is read now. */
  String text() throws IOException, InterruptedException {
    if (!request.isLong()) {
      return LineProtocol.unescape(request.text());
    }
    Deadline deadline = Deadline.after(limits.client());
    // In one wait, and not in steps: a client would write into the end that is just being closed.
    try (PipeReader reader = place.fifo(request.name() + ".in").openReader(deadline.left())) {
      String line = new TimedLines(reader, limits.requestBytes()).next(deadline);
      if (line == null) {
        throw new VanishedException();
      }
      return LineProtocol.unescape(line);
    } catch (ErrnoException e) {
      if (e.errnoName().equals("ENOENT")) {
        throw new VanishedException(); // or it has seen another server go, and sends it again
      }
      throw e;
    } catch (FrameException e) {
      String message = "a request of at most " + limits.requestBytes() + " bytes expected";
      throw new IOException(message, e);
    }
  }

  /**
   * Sends the reply: whether the client's fifo has taken it. The client is another process that may
   * do as it likes; whatever it does ends here.
   */
  boolean deliver(String reply) {
    Deadline deadline = Deadline.after(limits.client());
    try (PipeWriter writer = open(deadline)) {
      ByteBuffer bytes = LineProtocol.bytes(reply);
      writer.write(bytes, deadline.left());
      return true;
    } catch (BrokenPipeException e) {
      return false; // it left in the middle
    } catch (IOException e) {
      return false; // its time is up; its fifo has gone; what is there is no fifo
    } catch (InterruptedException e) {
      return false; // the server is being closed
    }
  }

  /** A shell opens its fifo only after it has written its request: so the opening has time too. */
  private PipeWriter open(Deadline deadline) throws IOException, InterruptedException {
    while (true) {
      Duration left = deadline.left();
      try {
        return place.fifo(request.name()).openWriter(left.compareTo(STEP) < 0 ? left : STEP);
      } catch (DeadlineExceededException e) {
        if (!FifoDirectory.isAlive(request.name()) || deadline.hasPassed()) {
          throw e;
        }
      }
    }
  }
}
