package io.standpipe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** {@link PipeWriter} as a stream: no buffer of its own, so nothing waits for a flush. */
final class WriterStream extends OutputStream {
  private final PipeWriter writer;

  WriterStream(PipeWriter writer) {
    this.writer = writer;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    writer.write(ByteBuffer.wrap(from, offset, length));
  }

  @Override
  public void close() {
    writer.close();
  }

  @Override
  public String toString() {
    return writer.toString();
  }
}
