package io.standpipe.kafka.internal.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.PipeReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Passes on what a program writes to standard error, and keeps the last of it. Reads on a virtual
 * thread of its own until the stream ends or {@link #close}.
 */
final class StderrTail implements AutoCloseable {
  private static final int KEPT = 4096;
  private static final int CHUNK = 8192;

  private final PipeReader from;
  private final OutputStream to;
  private final byte[] ring = new byte[KEPT];
  private long written;
  private final Thread thread;

  private StderrTail(PipeReader from, OutputStream to) {
    this.from = from;
    this.to = to;
    this.thread = Thread.ofVirtual().name("standpipe-stderr").unstarted(this::run);
  }

  static StderrTail start(PipeReader from, OutputStream to) {
    var tail = new StderrTail(from, to);
    tail.thread.start();
    return tail;
  }

  private void run() {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try (from) {
      while (from.read(chunk.clear()) >= 0) {
        keep(chunk.array(), chunk.position());
        pass(chunk.array(), chunk.position());
      }
    } catch (IOException e) {
      // Closed: the program is being stopped.
    }
  }

  private synchronized void keep(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      ring[(int) (written++ % KEPT)] = bytes[i];
    }
  }

  /** If our own standard error takes nothing any more, the program must not wait for it. */
  private void pass(byte[] bytes, int length) {
    try {
      synchronized (to) { // several lanes have one
        to.write(bytes, 0, length);
        to.flush();
      }
    } catch (IOException e) {
      // Nobody reads it.
    }
  }

  /**
   * The last of what came, at most 4,096 bytes. Blocks until the stream has ended, for at most
   * {@code limit}: a background program may hold it open.
   */
  String text(Duration limit) throws InterruptedException {
    thread.join(limit);
    synchronized (this) {
      int length = (int) Math.min(written, KEPT);
      byte[] last = new byte[length];
      for (int i = 0; i < length; i++) {
        last[i] = ring[(int) ((written - length + i) % KEPT)];
      }
      return new String(last, UTF_8);
    }
  }

  @Override
  public void close() {
    from.close();
  }
}
