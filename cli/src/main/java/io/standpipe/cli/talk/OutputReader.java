package io.standpipe.cli.talk;

import io.standpipe.PipeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads what comes from a program, on a thread of its own. */
final class OutputReader {
  /** What becomes of it. Called on that thread. */
  interface Ear {
    /** Some bytes, cut anywhere. */
    void hear(ByteBuffer bytes) throws IOException;

    /** There will be no more. */
    void ended() throws IOException;
  }

  private static final int CHUNK = 64 * 1024;

  /** How long a descendant that holds the stream may be silent before it is left alone. */
  private static final Duration LINGER = Duration.ofMillis(300);

  private final PipeReader from;
  private final Ear ear;
  private final Thread thread = Thread.ofVirtual().name("standpipe-hearing").unstarted(this::run);

  /** Even while the thread waits for bytes, odd while they are heard. */
  private final AtomicLong steps = new AtomicLong();

  private volatile boolean givenUp;
  private volatile @Nullable IOException failure;

  private OutputReader(PipeReader from, Ear ear) {
    this.from = from;
    this.ear = ear;
  }

  /** Begins to listen. Closes {@code from} at its end, and when the ear fails. */
  static OutputReader start(PipeReader from, Ear ear) {
    var hearing = new OutputReader(from, ear);
    hearing.thread.start();
    return hearing;
  }

  private void run() {
    try (from) {
      readToEnd();
      ear.ended();
    } catch (IOException e) {
      failure = e;
    }
  }

  private void readToEnd() throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try {
      while (from.read(chunk.clear()) >= 0) {
        steps.incrementAndGet();
        ear.hear(chunk.flip());
        steps.incrementAndGet();
      }
    } catch (ClosedChannelException e) {
      if (!givenUp) {
        throw e;
      }
    }
  }

  /**
   * To be called when the program has exited: blocks until all that it has said is heard.
   *
   * <p>Its exit brings the end of the stream, unless a descendant holds that too. Then this waits
   * until nothing has come for a while. What the program itself has said is not lost: it was in the
   * pipe by its exit, a pipe that has something in it is read on, and bytes that were read are
   * heard, though the reader was closed meanwhile.
   *
   * @throws IOException what the ear has thrown, or a read
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
