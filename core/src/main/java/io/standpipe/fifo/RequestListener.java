package io.standpipe.fifo;

import io.standpipe.PipeReader;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.LongAdder;

/** Reads requests from the server's fifo and starts a worker for each, on one thread. */
final class RequestListener implements Runnable {
  /** After so many lines, what clients left behind is removed. */
  private static final int LINES_PER_SWEEP = 256;

  private final FifoDirectory directory;
  private final FrameReader lines;
  private final RequestWorkers workers;
  private final LongAdder malformed = new LongAdder();

  RequestListener(FifoDirectory directory, PipeReader reader, RequestWorkers workers) {
    this.directory = directory;
    this.lines = Framing.lines().limit(LineProtocol.PIECE).resynchronizing().reader(reader);
    this.workers = workers;
  }

  /** Listens until the reader is closed. Requests that were read ahead by then are still served. */
  @Override
  public void run() {
    long heard = 0;
    while (true) {
      try {
        Frame line = lines.read();
        if (line == null) {
          return; // not before the close: the reader keeps the fifo open
        }
        if (line.length() > 0) {
          workers.start(LineProtocol.request(line.strictText()));
        }
      } catch (ClosedChannelException | InterruptedException e) {
        return;
      } catch (FrameException e) {
        malformed.increment();
        if (!e.isRecoverable()) {
          return; // does not happen: lines are always recoverable
        }
      } catch (IOException e) {
        malformed.increment();
      }
      if (++heard % LINES_PER_SWEEP == 0) {
        directory.sweep();
      }
    }
  }

  long malformed() {
    return malformed.sum();
  }
}
