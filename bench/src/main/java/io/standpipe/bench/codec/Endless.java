package io.standpipe.bench.codec;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Repeats the same bytes from memory without end, as a channel and as a stream. */
final class Endless extends InputStream implements ReadableByteChannel {
  private final byte[] content;
  private int at;

  Endless(byte[] content) {
    this.content = content;
  }

  @Override
  public int read(ByteBuffer into) {
    int n = taken(into.remaining());
    into.put(content, at, n);
    advance(n);
    return n;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int n = taken(length);
    System.arraycopy(content, at, into, offset, n);
    advance(n);
    return n;
  }

  @Override
  public int read() {
    int b = content[at] & 0xff;
    advance(1);
    return b;
  }

  private int taken(int wanted) {
    return Math.min(wanted, content.length - at);
  }

  private void advance(int by) {
    at = (at + by) % content.length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
