package io.standpipe.doctor;

import java.util.List;
import java.util.OptionalInt;

/**
 * What connects processes: bytes that go in at one end come out at another.
 *
 * <p>{@code toString} gives {@code pipe:[4711]}, {@code fifo /run/q} or {@code terminal
 * /dev/pts/3}.
 */
public interface Channel {
  /** What distinguishes it from all others, such as {@code pipe:[4711]}. */
  String id();

  /**
   * What it is, in words: {@code pipe}, {@code fifo}, {@code socket pair} (two connected sockets of
   * this machine), {@code terminal} (a pseudo-terminal), or {@code event counter} (eventfd(2)).
   */
  String kind();

  /** What people call it: the path of a fifo, {@code /dev/pts/3}; otherwise the {@link #id}. */
  String name();

  /**
   * How many bytes it holds at most; empty if that cannot be asked. A pipe holds fewer if they come
   * in small pieces, because its slots are full before its bytes are.
   */
  OptionalInt capacity();

  /** How many bytes are in it, both directions together; empty if that cannot be asked. */
  OptionalInt queued();

  /**
   * Whether a writer would have to wait: the kernel's own answer, which for a pipe depends on its
   * slots. False if that cannot be asked.
   */
  boolean full();

  /** Every descriptor, of any process that can be seen, that is an end of it. */
  List<Holder> holders();

  /**
   * Whether a process that does not hold it may open it, because it has a name that still leads to
   * it. A pipe reaches other processes by inheritance, or by the unusual ways of a socket or /proc.
   */
  boolean hasName();

  /** {@code pipe:[4711], empty} or {@code pipe:[4711], 65536 of 65536 bytes, full}. */
  String state();
}
