package io.standpipe.internal.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A {@link WriteEnd} as a stream. It has no buffer, so nothing waits for a flush. */
public final class EndOutputStream extends OutputStream {
  private final WriteEnd end;

  public EndOutputStream(WriteEnd end) {
    this.end = end;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, from.length);
    end.write(ByteBuffer.wrap(from, offset, length), WaitOptions.UNLIMITED);
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
