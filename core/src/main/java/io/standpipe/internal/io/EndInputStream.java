package io.standpipe.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A {@link ReadEnd} as a stream. It has no buffer, so it reads nothing ahead of its caller. */
public final class EndInputStream extends InputStream {
  private final ReadEnd end;

  public EndInputStream(ReadEnd end) {
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    return end.read(ByteBuffer.wrap(into, offset, length), WaitOptions.UNLIMITED);
  }

  @Override
  public int available() throws IOException {
    return end.available();
  }

  @Override
  public void close() {
    end.close();
  }

  @Override
  public String toString() {
    return end.toString();
  }
}
