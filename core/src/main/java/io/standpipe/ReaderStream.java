package io.standpipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** {@link PipeReader} as a stream: no buffer of its own, so nothing is read ahead of the caller. */
final class ReaderStream extends InputStream {
  private final PipeReader reader;

  ReaderStream(PipeReader reader) {
    this.reader = reader;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    return reader.read(ByteBuffer.wrap(into, offset, length));
  }

  @Override
  public int available() throws IOException {
    return reader.available();
  }

  @Override
  public void close() {
    reader.close();
  }

  @Override
  public String toString() {
    return reader.toString();
  }
}
