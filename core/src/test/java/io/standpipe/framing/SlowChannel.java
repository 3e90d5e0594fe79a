package io.standpipe.framing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Queue;

/** A channel that returns a few bytes at a time and sometimes throws. */
final class SlowChannel implements ReadableByteChannel {
  private final byte[] stream;
  private final int most;
  private final Queue<IOException> failures = new ArrayDeque<>();
  private int at;
  private boolean open = true;

  /** Returns at most {@code most} bytes at a time. */
  SlowChannel(byte[] stream, int most) {
    this.stream = stream;
    this.most = most;
  }

  /** Every other read from now on throws one of these. */
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
