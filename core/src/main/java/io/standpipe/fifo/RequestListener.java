package io.standpipe.fifo;

import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from the server's fifo and starts a worker for each, on one thread.
 *
 * <p>A lack of memory ends nothing: the step that failed is tried again, with the request that was
 * to be started. Any other failure is tried again, too, each time after a longer pause; if it
 * lasts, the listener ends and says why, because clients must not wait for a server that hears
 * nothing.
 */
final class RequestListener implements Runnable {
  /** After so many lines, what clients left behind is removed. */
  private static final int LINES_PER_SWEEP = 256;

  private static final long FIRST_PAUSE_MILLIS = 10;

  /** So many failures in a row, within some 1.3 seconds, are not a passing trouble. */
  private static final int MOST_FAILURES = 8;

  private final FifoDirectory directory;
  private final FrameReader lines;
  private final RequestWorkers workers;
  private final Consumer<Throwable> onFailure;
  private final LongAdder malformed = new LongAdder();

  /** Read, and not started yet. */
  private @Nullable RequestLine next;

  private int heard;
  private int failures;

  /**
   * @param onFailure is told why the listener ends if it does so by itself
   */
  RequestListener(
      FifoDirectory directory,
      ReadableByteChannel reader,
      RequestWorkers workers,
      Consumer<Throwable> onFailure) {
    this.directory = directory;
    this.lines = Framing.lines().limit(LineProtocol.PIECE).resynchronizing().reader(reader);
    this.workers = workers;
    this.onFailure = onFailure;
  }

  /** Listens until the reader is closed. Requests that were read ahead by then are still served. */
  @Override
  public void run() {
    try {
      while (true) {
        try {
          if (!step()) {
            return;
          }
          failures = 0;
        } catch (OutOfMemoryError e) {
          TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS);
        } catch (ClosedChannelException e) {
          return;
        } catch (IOException | RuntimeException | Error e) {
          if (!isToBeTriedAgain()) {
            onFailure.accept(e);
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      // The server is being closed.
    }
  }

  private boolean isToBeTriedAgain() throws InterruptedException {
    if (++failures >= MOST_FAILURES) {
      return false;
    }
    TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS << (failures - 1));
    return true;
  }

  /**
   * False at the end of the stream: not before the close, because the reader keeps the fifo open.
   */
  private boolean step() throws IOException, InterruptedException {
    if (next == null) {
      try {
        Frame line = lines.read();
        if (line == null) {
          return false;
        }
        next = request(line);
      } catch (FrameException e) {
        if (!e.isRecoverable()) {
          throw e;
        }
        malformed.increment(); // too long
      }
    }
    RequestLine request = next;
    if (request != null) {
      workers.start(request);
      next = null;
    }
    if (++heard % LINES_PER_SWEEP == 0) {
      LeftFifos.sweep(directory);
    }
    return true;
  }

  /** Null if the line is not a request. */
  private @Nullable RequestLine request(Frame line) {
    if (line.length() == 0) {
      return null;
    }
    try {
      return LineProtocol.request(line.strictText());
    } catch (IOException e) {
      malformed.increment();
      return null;
    }
  }

  long malformed() {
    return malformed.sum();
  }
}
