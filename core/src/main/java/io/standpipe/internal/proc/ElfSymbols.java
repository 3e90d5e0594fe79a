package io.standpipe.internal.proc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The addresses of a shared library's symbols, read from its image in a process's memory, which is
 * there even if the file has been replaced. For headers, dynamic section and GNU hash table see
 * elf(5) and the System V ABI's chapter on dynamic linking. 64-bit only, as both architectures are.
 */
final class ElfSymbols {
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F', 2};
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADERS_AT = 32;
  private static final int PROGRAM_HEADER_COUNT = 56;
  private static final int PROGRAM_HEADER = 56;
  private static final int PT_DYNAMIC = 2;
  private static final int ADDRESS = 16;
  private static final int SIZE = 40;
  private static final int MOST_DYNAMIC = 4096;
  private static final long DT_STRTAB = 5;
  private static final long DT_SYMTAB = 6;
  private static final long DT_GNU_HASH = 0x6fff_fef5L;
  private static final int SYMBOL = 24;
  private static final int SYMBOL_VALUE = 8;
  private static final int LONGEST_CHAIN = 1000;

  private final Memory memory;
  private final long base;
  private final long strings;
  private final long symbols;
  private final long hash;

  private ElfSymbols(Memory memory, long base, ByteBuffer dynamic) {
    this.memory = memory;
    this.base = base;
    this.strings = pointer(dynamic, DT_STRTAB);
    this.symbols = pointer(dynamic, DT_SYMTAB);
    this.hash = pointer(dynamic, DT_GNU_HASH);
  }

  /** The symbols of the library whose first byte is at {@code base}; empty if there is none. */
  static Optional<ElfSymbols> at(Memory memory, long base) {
    return memory
        .bytes(base, HEADER)
        .filter(ElfSymbols::isElf)
        .flatMap(header -> dynamic(memory, base, header))
        .map(dynamic -> new ElfSymbols(memory, base, dynamic))
        .filter(elf -> elf.strings != 0 && elf.symbols != 0 && elf.hash != 0);
  }

  private static boolean isElf(ByteBuffer header) {
    return header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  private static Optional<ByteBuffer> dynamic(Memory memory, long base, ByteBuffer header) {
    long at = base + header.getLong(PROGRAM_HEADERS_AT);
    int count = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_COUNT));
    for (int i = 0; i < count; i++) {
      Optional<ByteBuffer> program = memory.bytes(at + (long) i * PROGRAM_HEADER, PROGRAM_HEADER);
      if (program.isPresent() && program.get().getInt(0) == PT_DYNAMIC) {
        int size = (int) Math.min(program.get().getLong(SIZE), MOST_DYNAMIC);
        return memory.bytes(base + program.get().getLong(ADDRESS), size);
      }
    }
    return Optional.empty();
  }

  /** The dynamic linker has turned most of these into addresses; the others are offsets. */
  private long pointer(ByteBuffer dynamic, long tag) {
    for (int at = 0; at + 2 * Long.BYTES <= dynamic.limit(); at += 2 * Long.BYTES) {
      if (dynamic.getLong(at) == tag) {
        long value = dynamic.getLong(at + Long.BYTES);
        return Long.compareUnsigned(value, base) < 0 ? base + value : value;
      }
    }
    return 0;
  }

  /** The address of a symbol that the library defines. */
  OptionalLong find(String name) {
    int wanted = hash(name);
    Optional<ByteBuffer> header = memory.bytes(hash, 4 * Integer.BYTES);
    if (header.isEmpty() || header.get().getInt(0) == 0) {
      return OptionalLong.empty();
    }
    int buckets = header.get().getInt(0);
    int first = header.get().getInt(4);
    long bucketsAt = hash + 16 + (long) header.get().getInt(8) * Long.BYTES;
    long chainsAt = bucketsAt + (long) buckets * Integer.BYTES;
    int start = word(bucketsAt + (long) Integer.remainderUnsigned(wanted, buckets) * 4);
    for (int n = start; n >= first && n < start + LONGEST_CHAIN; n++) {
      int found = word(chainsAt + (long) (n - first) * Integer.BYTES);
      if ((found | 1) == (wanted | 1) && isNamed(n, name)) {
        return value(n);
      }
      if ((found & 1) != 0) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  private static int hash(String name) {
    int h = 5381;
    for (byte c : name.getBytes(StandardCharsets.US_ASCII)) {
      h = h * 33 + c;
    }
    return h;
  }

  private int word(long address) {
    return memory.bytes(address, Integer.BYTES).map(b -> b.getInt(0)).orElse(0);
  }

  private boolean isNamed(int n, String name) {
    long at = strings + Integer.toUnsignedLong(word(symbols + (long) n * SYMBOL));
    byte[] expected = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    return memory.bytes(at, expected.length).filter(ByteBuffer.wrap(expected)::equals).isPresent();
  }

  private OptionalLong value(int n) {
    return memory
        .bytes(symbols + (long) n * SYMBOL + SYMBOL_VALUE, Long.BYTES)
        .map(b -> OptionalLong.of(base + b.getLong(0)))
        .orElse(OptionalLong.empty());
  }
}
