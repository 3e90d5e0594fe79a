package io.standpipe.internal.io;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Posix;

/** The descriptors that this process was started with, as ends. */
public final class InheritedEnds {
  /** Hears of each descriptor that becomes an end. */
  @FunctionalInterface
  public interface Listener {
    void taken(int fd, End end);
  }

  private static volatile Listener listener = (fd, end) -> {};

  private InheritedEnds() {}

  /** From now on {@code next} is told, in place of the listener before. */
  public static void onTaken(Listener next) {
    listener = next;
  }

  /** Takes descriptor {@code fd} over for reading; see {@link InheritedDescriptor#take}. */
  public static ReadEnd reader(Posix posix, int fd) throws ErrnoException {
    ReadEnd end = readEnd(fd, InheritedDescriptor.take(posix, fd, Direction.READ));
    listener.taken(fd, end);
    return end;
  }

  /** Takes descriptor {@code fd} over for writing; see {@link InheritedDescriptor#take}. */
  public static WriteEnd writer(Posix posix, int fd) throws ErrnoException {
    WriteEnd end = writeEnd(fd, InheritedDescriptor.take(posix, fd, Direction.WRITE));
    listener.taken(fd, end);
    return end;
  }

  /** Takes standard input away from the rest of this process. */
  public static ReadEnd takeStdin(Posix posix) throws ErrnoException {
    return readEnd(0, InheritedDescriptor.takeAway(posix, 0, Direction.READ));
  }

  /** Takes standard output away from the rest of this process. */
  public static WriteEnd takeStdout(Posix posix) throws ErrnoException {
    return writeEnd(1, InheritedDescriptor.takeAway(posix, 1, Direction.WRITE));
  }

  private static ReadEnd readEnd(int fd, InheritedDescriptor taken) {
    String name = StandardDescriptors.nameOf(fd);
    return ReadEnd.inherited(taken.descriptor(), taken.description(), name);
  }

  private static WriteEnd writeEnd(int fd, InheritedDescriptor taken) {
    String name = StandardDescriptors.nameOf(fd);
    return WriteEnd.inherited(taken.descriptor(), taken.description(), name);
  }
}
