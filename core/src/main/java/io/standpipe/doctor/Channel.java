package io.standpipe.doctor;

import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Escaping;
import java.util.List;
import java.util.OptionalInt;

/**
 * What connects processes: bytes that go in at one end come out at another.
 *
 * @param id what tells it from all others, such as {@code pipe:[4711]}
 * @param kind what it is
 * @param name what people call it: the path of a fifo, {@code /dev/pts/3}, else the id
 * @param capacity how many bytes it takes at most; empty where that cannot be asked. A pipe takes
 *     fewer when they come in small pieces: its slots are full before its bytes are
 * @param queued how many bytes lie in it, both ways together; empty where that cannot be asked
 * @param full whether a writer would have to wait: the kernel's own answer, for a pipe by its
 *     slots; false where it cannot be asked
 * @param holders every descriptor, of any process that may be seen, that is an end of it
 */
public record Channel(
    String id,
    Kind kind,
    String name,
    OptionalInt capacity,
    OptionalInt queued,
    boolean full,
    List<Holder> holders) {

  /** Kinds of channels. */
  public enum Kind {
    /** A pipe without a name. */
    PIPE,
    /** A pipe that anybody may open by its path. */
    FIFO,
    /** Two sockets of this machine that are connected, as socketpair(2) makes them. */
    SOCKETS,
    /** A pseudo-terminal: what is written to its master is read from {@code /dev/pts/N}. */
    TERMINAL,
    /** A counter to wake others with; eventfd(2). */
    EVENT;

    /** Whether bytes go one way only, so that it matters who holds which end. */
    boolean oneWay() {
      return this == PIPE || this == FIFO;
    }
  }

  /** Copies the list. */
  public Channel {
    holders = List.copyOf(holders);
  }

  /**
   * Whether a process that does not hold it may open it: it has a name that still leads to it. A
   * pipe comes to others by inheritance only (and by a socket, and through /proc, which nobody does
   * who is not asked to).
   */
  public boolean hasName() {
    return kind == Kind.TERMINAL || (kind == Kind.FIFO && !name.endsWith(Descriptors.DELETED));
  }

  /**
   * Those at the other end of a wait: who writes where it reads, who reads where it writes, who has
   * the other socket, or the terminal's other side. Of an event all are on the same side.
   */
  List<Holder> others(long pid, int fd, boolean toRead) {
    if (kind.oneWay()) {
      return holders.stream().filter(h -> toRead ? h.writes() : h.reads()).toList();
    }
    String own =
        holders.stream()
            .filter(h -> h.pid() == pid && h.fd() == fd && kind != Kind.EVENT)
            .map(Holder::end)
            .findFirst()
            .orElse("");
    return holders.stream().filter(h -> !h.end().equals(own)).toList();
  }

  /**
   * Those who can make a wait at it end. Whoever has the same side of a two-way channel may end it
   * too: by shutdown(2), or by the settings of a terminal.
   */
  List<Holder> wakers(boolean toRead) {
    return kind.oneWay() ? others(0, 0, toRead) : holders;
  }

  /** {@code pipe:[4711], empty} or {@code pipe:[4711], full: 65536 of 65536 bytes}. */
  public String state() {
    String fill = "";
    if (queued.isPresent()) {
      int bytes = queued.getAsInt();
      String some =
          capacity.isPresent()
              ? bytes + " of " + capacity.getAsInt() + " bytes"
              : Counts.count(bytes, "byte", "bytes");
      fill = bytes == 0 && !full ? ", empty" : ", " + some;
    }
    return this + fill + (full ? ", full" : "");
  }

  /** {@code pipe:[4711]}, {@code fifo /run/q}, {@code terminal /dev/pts/3}. */
  @Override
  public String toString() {
    return switch (kind) {
      case PIPE, EVENT -> name;
      case FIFO -> "fifo " + Escaping.escape(name);
      case SOCKETS -> "socket pair " + name;
      case TERMINAL -> "terminal " + name;
    };
  }
}
