package io.standpipe.cli.talk;

import io.standpipe.PipeReader;
import io.standpipe.cli.output.ExitException;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads what a program writes, on a thread of its own. */
final class OutputReader {
  private static final int CHUNK = 64 * 1024;

  /** After this much silence, a stream that only a descendant still holds is given up. */
  private static final Duration LINGER = Duration.ofMillis(300);

  /** How long a listener may hold something back: longer than the kernel takes for one echo. */
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final PipeReader from;
  private final OutputListener listener;
  private final Thread thread = Thread.ofVirtual().name("standpipe-output").unstarted(this::run);

  /** Even while the thread waits for bytes, odd while the listener has them. */
  private final AtomicLong steps = new AtomicLong();

  private volatile boolean givenUp;
  private volatile @Nullable IOException failure;

  private OutputReader(PipeReader from, OutputListener listener) {
    this.from = from;
    this.listener = listener;
  }

  /** Starts to read. Closes {@code from} at its end, and when the listener fails. */
  static OutputReader start(PipeReader from, OutputListener listener) {
    var reader = new OutputReader(from, listener);
    reader.thread.start();
    return reader;
  }

  private void run() {
    try (from) {
      readToEnd();
      listener.ended();
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = ExitException.of(e); // otherwise half the output would pass for the whole
    }
  }

  private void readToEnd() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try {
      while (read(chunk.clear()) >= 0) {
        steps.incrementAndGet();
        if (chunk.flip().hasRemaining()) {
          listener.received(chunk);
        } else {
          listener.silence();
        }
        steps.incrementAndGet();
      }
    } catch (ClosedChannelException e) {
      if (!givenUp) {
        throw e;
      }
    }
  }

  /** Reads nothing if the listener holds something and nothing comes for a moment. */
  private int read(ByteBuffer chunk) throws IOException {
    if (!listener.isHolding()) {
      return from.read(chunk);
    }
    try {
      return from.read(chunk, MOMENT);
    } catch (DeadlineExceededException e) {
      return 0;
    }
  }

  /**
   * Blocks until the listener has received all that the program wrote. Call this once the program
   * has exited.
   *
   * <p>The exit ends the stream, unless a descendant holds it too. Then this waits until nothing
   * has come for a while. Output of the program itself is not lost: it was in the pipe when the
   * program exited, this does not give up while the pipe holds bytes, and the listener receives
   * bytes that were read even if the reader is closed meanwhile.
   *
   * @throws IOException what the listener or a read has thrown
   */
  void awaitEnd() throws IOException, InterruptedException {
    long before;
    do {
      before = steps.get();
    } while (!thread.join(LINGER) && !isSilentSince(before));
    givenUp = true;
    from.close();
    thread.join();
    IOException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  private boolean isSilentSince(long before) throws IOException {
    boolean waits = before % 2 == 0 && steps.get() == before;
    return waits && from.available() == 0;
  }
}
