package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.F_GETOWN;
import static io.standpipe.internal.posix.Constants.F_SETLEASE;
import static io.standpipe.internal.posix.Constants.F_SETOWN;
import static io.standpipe.internal.posix.Constants.F_SETSIG;
import static io.standpipe.internal.posix.Constants.F_UNLCK;
import static io.standpipe.internal.posix.Constants.F_WRLCK;
import static io.standpipe.internal.posix.Constants.MFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_RDWR;
import static io.standpipe.internal.posix.Constants.SIGURG;

import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.OwnThread;
import io.standpipe.internal.proc.ProcFiles;
import org.jspecify.annotations.Nullable;

/**
 * Holds a child back after the fork and before the exec, until it has been prepared: a file in
 * memory with a lease on it (fcntl(2), F_SETLEASE). The child opens that file as the last of its
 * file actions, and the kernel lets it wait until the lease is given up.
 *
 * <p><b>If this process is killed meanwhile</b>, the kernel gives the lease up, and the child goes
 * on. So it opens the file a second time, by a name that has gone with this process: that fails,
 * and the child exits without executing the program. It cannot wait for ever either: after 45 s
 * (/proc/sys/fs/lease-break-time) the kernel lets it go.
 *
 * <p><b>The holder of a lease is sent a signal</b> when another process opens the file. Here no
 * process is set to get it, and the signal is SIGURG, which does nothing by default.
 */
final class StartGate implements AutoCloseable {
  private final Posix posix;
  private final Descriptor file;

  private StartGate(Posix posix, int file) {
    this.posix = posix;
    this.file = Descriptor.own(posix, file);
  }

  /** A closed gate, or null where the system has none: without leases, or without /proc. */
  static @Nullable StartGate open(Posix posix) {
    int created = posix.memfd_create("standpipe-gate", MFD_CLOEXEC);
    if (created < 0) {
      return null;
    }
    // The description that memfd_create has made does not count as a writer, which a lease asks
    // for.
    int file = posix.open(ProcFiles.ownDescriptor(created), O_RDWR | O_CLOEXEC, 0);
    posix.close(created);
    if (file < 0) {
      return null;
    }
    var gate = new StartGate(posix, file);
    boolean shut = false;
    try {
      shut = gate.isShut();
      return shut ? gate : null;
    } finally {
      if (!shut) {
        gate.close();
      }
    }
  }

  private boolean isShut() {
    return posix.fcntl(file.number(), F_SETSIG, SIGURG) >= 0
        && posix.fcntl(file.number(), F_SETLEASE, F_WRLCK) >= 0
        && posix.fcntl(file.number(), F_SETOWN, 0) >= 0
        && posix.fcntl(file.number(), F_GETOWN, 0) == 0;
  }

  /** The file by a name that exists as long as {@code thread} does, which is to start the child. */
  String path(int thread) {
    return OwnThread.descriptor(thread, file.number());
  }

  /** Lets the child go on. */
  void release() {
    posix.fcntl(file.number(), F_SETLEASE, F_UNLCK);
  }

  /** Lets the child go on, if it waits. Closing again does nothing. */
  @Override
  public void close() {
    file.close();
  }
}
