package io.standpipe.internal.proc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a few bytes of another process's memory through {@code /proc/PID/mem}, and never writes.
 * The kernel allows this to a process that may trace the other one (ptrace(2)). If it does not, or
 * if an address is not mapped, the answer is empty. The file is not read through a channel, because
 * an interrupt would close the channel.
 */
final class Memory implements AutoCloseable {
  private static final int LONGEST_WORD = 4096;
  private static final int CHUNK = 256;

  private final RandomAccessFile file;

  private Memory(RandomAccessFile file) {
    this.file = file;
  }

  static Optional<Memory> of(long pid) {
    try {
      return Optional.of(new Memory(new RandomAccessFile(ProcFiles.name(pid, "mem"), "r")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Exactly {@code length} bytes in native order; empty if not all of them can be read. */
  Optional<ByteBuffer> bytes(long address, int length) {
    ByteBuffer bytes = some(address, length);
    return bytes.limit() == length ? Optional.of(bytes) : Optional.empty();
  }

  /** Up to {@code length} bytes: those before the end of the mapping. */
  private ByteBuffer some(long address, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    // Programs have no addresses in the upper half, which is the kernel's.
    if (address <= 0) {
      return bytes.limit(0);
    }
    try {
      file.seek(address);
      int n = file.read(bytes.array());
      while (n > 0 && n + bytes.position() < length) {
        bytes.position(bytes.position() + n);
        n = file.read(bytes.array(), bytes.position(), bytes.remaining());
      }
      bytes.position(bytes.position() + Math.max(n, 0));
    } catch (IOException e) {
      // The mapping ends here; the bytes before its end are valid.
    }
    return bytes.flip();
  }

  /** A C string of at most 4,095 bytes, as a path is. */
  Optional<byte[]> word(long address) {
    byte[] word = new byte[0];
    while (word.length < LONGEST_WORD) {
      ByteBuffer more = some(address + word.length, CHUNK);
      int end = 0;
      while (end < more.limit() && more.get(end) != 0) {
        end++;
      }
      byte[] longer = Arrays.copyOf(word, word.length + end);
      more.get(0, longer, word.length, end);
      word = longer;
      if (end < more.limit()) {
        return Optional.of(word);
      }
      if (more.limit() < CHUNK) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // Nothing is lost, because the file was only read.
    }
  }
}
