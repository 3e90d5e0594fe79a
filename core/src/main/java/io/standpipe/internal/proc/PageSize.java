package io.standpipe.internal.proc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The size of a page of memory: 4 KiB on x86-64, up to 64 KiB on aarch64; getauxval(3). */
public final class PageSize {
  public static final int BYTES = ask();
  private static final int USUAL = 4096;
  private static final long AT_PAGESZ = 6;

  private PageSize() {}

  private static int ask() {
    try {
      byte[] vector = Files.readAllBytes(Path.of("/proc/self/auxv"));
      LongBuffer words = ByteBuffer.wrap(vector).order(ByteOrder.nativeOrder()).asLongBuffer();
      while (words.remaining() >= 2) {
        long key = words.get();
        long value = words.get();
        if (key == AT_PAGESZ) {
          return (int) value;
        }
      }
    } catch (IOException e) {
      // Without /proc, the doctor sees nothing anyway.
    }
    return USUAL;
  }
}
