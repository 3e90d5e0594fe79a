package io.standpipe.internal.proc;

import io.standpipe.internal.proc.OpenFile.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that a thread watches. Those of poll(2) and select(2) are in its memory, where
 * they do not change until the call returns; those of an epoll are in its fdinfo.
 */
final class PollSets {
  private static final int MOST = 65_536;
  private static final int ENTRY = 8;

  /** Bits that say how an event is reported, not which event. */
  private static final long EPOLL_HOW = 0xf000_0000L;

  private PollSets() {}

  /** {@code struct pollfd}: an int, two shorts. Negative descriptors are skipped. */
  static Optional<List<Integer>> poll(Optional<Memory> memory, SyscallFile s) {
    long count = s.argument(1);
    if (count < 0 || count > MOST) {
      return Optional.empty();
    }
    return count == 0
        ? Optional.of(List.of())
        : memory
            .flatMap(m -> m.bytes(s.argument(0), (int) count * ENTRY))
            .map(bytes -> polled(bytes));
  }

  private static List<Integer> polled(ByteBuffer entries) {
    var descriptors = new ArrayList<Integer>();
    for (int at = 0; at < entries.limit(); at += ENTRY) {
      if (entries.getInt(at) >= 0) {
        descriptors.add(entries.getInt(at));
      }
    }
    return descriptors;
  }

  /** Three sets of bits, each of as many whole words as the count needs. */
  static Optional<List<Integer>> select(Optional<Memory> memory, SyscallFile s) {
    int count = s.number(0);
    if (count < 0 || count > MOST || memory.isEmpty()) {
      return Optional.empty();
    }
    var descriptors = new ArrayList<Integer>();
    int length = (count + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    for (int set = 1; set <= 3; set++) {
      if (!s.isNull(set) && length > 0) {
        Optional<ByteBuffer> bits = memory.get().bytes(s.argument(set), length);
        if (bits.isEmpty()) {
          return Optional.empty();
        }
        addSet(bits.get(), count, descriptors);
      }
    }
    return Optional.of(descriptors);
  }

  private static void addSet(ByteBuffer bits, int count, List<Integer> descriptors) {
    for (int fd = 0; fd < count; fd++) {
      long word = bits.getLong(fd / Long.SIZE * Long.BYTES);
      if ((word >>> (fd % Long.SIZE) & 1) != 0 && !descriptors.contains(fd)) {
        descriptors.add(fd);
      }
    }
  }

  /** A descriptor as it was registered: its number at that time, and its inode. */
  record Entry(int fd, long inode) {
    /** Whether it may still be that file: a number that was closed may stand for another by now. */
    boolean mayBe(OpenFile file) {
      boolean known =
          file.kind() == Kind.PIPE || file.kind() == Kind.FIFO || file.kind() == Kind.SOCKET;
      return !known || inode == 0 || inode == file.inode();
    }
  }

  /**
   * Lines such as {@code tfd: 6 events: 40000019 data: 6 pos:0 ino:475ff sdev:f}. One that was
   * registered for a single event, and has had it, has no events left and is skipped.
   */
  static List<Entry> epoll(@Nullable OpenFile epoll) {
    return epoll == null
        ? List.of()
        : epoll
            .info()
            .text()
            .lines()
            .filter(line -> line.startsWith("tfd:"))
            .map(line -> line.replace(":", ": ").trim().split("\\s+"))
            .filter(words -> (hex(words, "events:") & ~EPOLL_HOW) != 0)
            .map(words -> new Entry(Integer.parseInt(words[1]), hex(words, "ino:")))
            .toList();
  }

  private static long hex(String[] words, String name) {
    for (int i = 0; i + 1 < words.length; i++) {
      if (words[i].equals(name)) {
        return Long.parseUnsignedLong(words[i + 1], 16);
      }
    }
    return 0;
  }
}
