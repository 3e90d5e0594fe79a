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

  /** Its usual name: the path of a fifo, {@code /dev/pts/3}; otherwise the {@link #id}. */
  String name();

  /**
   * How many bytes it holds at most; empty if the kernel does not tell. A pipe holds fewer bytes if
   * they come in small pieces, because it runs out of slots first.
   */
  OptionalInt capacity();

  /** How many bytes are in it, in both directions together; empty if the kernel does not tell. */
  OptionalInt queued();

  /**
   * Whether a writer would have to wait. This is the kernel's own answer, which depends on the
   * slots of a pipe and not on its bytes. False if the kernel does not tell.
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
