package io.standpipe.internal.proc;

import io.standpipe.internal.proc.Mappings.Mapping;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The open output streams of another process's C library that hold unwritten bytes.
 *
 * <p>glibc links all streams into a list that begins at {@code _IO_list_all}. The offsets in {@code
 * struct _IO_FILE} are part of its ABI (bits/types/struct_FILE.h) and the same in all 64-bit
 * versions. A program that is linked statically, or with another C library, shows nothing.
 */
public final class GlibcStreams {
  /** Unwritten bytes of one stream. */
  public record Pending(int fd, int bytes, String text) {}

  private static final String HEAD = "_IO_list_all";
  private static final int LENGTH = 120;
  private static final int WRITE_BASE = 32;
  private static final int WRITE_POINTER = 40;
  private static final int CHAIN = 104;
  private static final int DESCRIPTOR = 112;
  private static final int MAGIC = 0xfbad_0000;
  private static final int MAGIC_MASK = 0xffff_0000;
  private static final int MOST_STREAMS = 256;
  private static final long MOST_BYTES = 16 << 20;
  private static final int SHOWN = 1024;

  private GlibcStreams() {}

  /** Those of a process, in no order; none if the kernel does not show its memory. */
  public static List<Pending> of(long pid) {
    Optional<Mapping> library =
        Mappings.of(pid).all().stream()
            .filter(m -> m.offset() == 0 && isGlibc(m.path()))
            .findFirst();
    if (library.isEmpty()) {
      return List.of();
    }
    try (Memory memory = Memory.of(pid).orElse(null)) {
      return memory == null ? List.of() : pending(memory, library.get().start());
    }
  }

  /** {@code libc.so.6}, and {@code libc-2.31.so} up to 2.34. */
  private static boolean isGlibc(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.startsWith("libc.so.6") || name.matches("libc-2\\.\\d+\\.so.*");
  }

  private static List<Pending> pending(Memory memory, long base) {
    var found = new ArrayList<Pending>();
    long head = ElfSymbols.at(memory, base).map(elf -> elf.find(HEAD).orElse(0L)).orElse(0L);
    long stream = pointer(memory.bytes(head, Long.BYTES), 0);
    for (int i = 0; stream != 0 && i < MOST_STREAMS; i++) {
      Optional<ByteBuffer> file = memory.bytes(stream, LENGTH);
      file.flatMap(f -> pending(memory, f)).ifPresent(found::add);
      stream = pointer(file, CHAIN);
    }
    return found;
  }

  private static long pointer(Optional<ByteBuffer> bytes, int at) {
    return bytes.map(b -> b.getLong(at)).orElse(0L);
  }

  private static Optional<Pending> pending(Memory memory, ByteBuffer file) {
    long base = file.getLong(WRITE_BASE);
    long length = file.getLong(WRITE_POINTER) - base;
    boolean isStream = (file.getInt(0) & MAGIC_MASK) == MAGIC;
    if (!isStream || base == 0 || length <= 0 || length > MOST_BYTES) {
      return Optional.empty();
    }
    int fd = file.getInt(DESCRIPTOR);
    return memory
        .bytes(base, (int) Math.min(length, SHOWN))
        .map(b -> new Pending(fd, (int) length, StandardCharsets.UTF_8.decode(b).toString()));
  }
}
