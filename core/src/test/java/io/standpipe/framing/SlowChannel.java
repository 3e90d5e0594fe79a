package io.standpipe.framing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Queue;

/** Bytes that come in small portions, with an exception here and there. */
final class SlowChannel implements ReadableByteChannel {
  private final byte[] stream;
  private final int most;
  private final Queue<IOException> failures = new ArrayDeque<>();
  private int at;
  private boolean open = true;

  /** Gives at most {@code most} bytes at a time. */
  SlowChannel(byte[] stream, int most) {
    this.stream = stream;
    this.most = most;
  }

  /** Every other read from now on throws, each time one of these. */
  SlowChannel failing(IOException... all) {
    Collections.addAll(failures, all);
    return this;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (at % 2 == 1 && !failures.isEmpty()) {
      throw failures.remove();
    }
    int n = Math.min(Math.min(most, into.remaining()), stream.length - at);
    into.put(stream, at, n);
    at += n;
    return n == 0 && into.hasRemaining() ? -1 : n;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
