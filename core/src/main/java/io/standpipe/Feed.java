package io.standpipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Input given in advance: a virtual thread writes it from the start of the child on, then closes.
 *
 * <p>It ends by itself: all is written, the child has closed its end, or our end is closed with the
 * child. A child that has had enough is a normal event; how much the pipe took is kept.
 */
final class Feed {
  private final PipeWriter writer;
  private final ByteBuffer bytes;
  private final AtomicLong accepted = new AtomicLong();

  Feed(PipeWriter writer, byte[] bytes) {
    this.writer = writer;
    this.bytes = ByteBuffer.wrap(bytes);
  }

  void start() {
    Thread.ofVirtual().name("standpipe-feed").start(this::run);
  }

  private void run() {
    try (writer) {
      writer.write(bytes);
    } catch (IOException e) {
      // Whoever asks learns it from the count: fewer bytes than were given.
    } finally {
      accepted.set(bytes.position());
    }
  }

  long accepted() {
    return accepted.get();
  }
}
