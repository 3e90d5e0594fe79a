package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_WRONLY;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.FileIdentity;
import io.standpipe.internal.proc.ProcFiles;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.FileWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a fifo, and each fifo that takes its place at the path, as one stream. A pipe of our own
 * lies in between, because an end cannot change its file.
 *
 * <p><b>Each fifo</b> has a virtual thread that moves its bytes into that pipe, and a write end of
 * ours that keeps the stream from ending between its writers. When another fifo is at the path, by
 * device and inode, that write end is closed: the old stream then ends with its last writer, and
 * what was written into it is not lost.
 *
 * <p><b>What tells of another fifo</b> is inotify on the folder. The watch is set before the first
 * look, so a change in between is found; where inotify is not to be had, the thread looks again at
 * intervals ({@link FileWatch}). A failure ends nothing: the next look comes within a second.
 *
 * <p><b>The end.</b> Closing the reader closes everything and interrupts the thread that watches. A
 * fifo that this thread has opened just then finds {@code closed} set, under the monitor.
 */
public final class FollowedFifo {
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final FifoFile file;
  private final Posix posix;
  private final WriteEnd relay;
  private final List<ReadEnd> sources = new ArrayList<>();
  private @Nullable FileIdentity current;
  private @Nullable Descriptor keeper;
  private @Nullable Thread watching;
  private boolean closed;

  private FollowedFifo(FifoFile file, WriteEnd relay) {
    this.file = file;
    this.posix = file.posix();
    this.relay = relay;
  }

  /** Opens it for reading. Does not wait for a writer. */
  public static ReadEnd open(FifoFile file) throws IOException {
    RawPipe pipe = RawPipe.open(file.posix(), file.toString());
    FollowedFifo followed = null;
    boolean done = false;
    try {
      followed = new FollowedFifo(file, WriteEnd.own(pipe.writeEnd(), file.toString()));
      pipe.readEnd().beforeClose(followed::close);
      ReadEnd reader = ReadEnd.own(pipe.readEnd(), file.toString());
      followed.take(file.open(O_RDONLY | O_NONBLOCK, Direction.READ));
      followed.start();
      done = true;
      return reader;
    } finally {
      if (!done) {
        pipe.close();
        if (followed != null) {
          followed.close();
        }
      }
    }
  }

  /** From now on the fifo behind this number is the one to be read. */
  private void take(int fd) throws IOException {
    var descriptor = Descriptor.own(posix, fd);
    boolean done = false;
    try {
      FileIdentity identity = FileIdentity.of(fd);
      Descriptor writer = openKeeper(fd);
      done = add(ReadEnd.own(descriptor, file.toString()), identity, writer);
      if (!done) {
        writer.close();
      }
    } finally {
      if (!done) {
        descriptor.close();
      }
    }
  }

  /** A write end of this very fifo, whatever is at the path by now. */
  private Descriptor openKeeper(int fd) throws ErrnoException {
    String name = ProcFiles.ownDescriptor(fd);
    int writer = posix.open(name, O_WRONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (writer < 0) {
      throw file.openingFailed(Direction.READ, -writer);
    }
    return Descriptor.own(posix, writer);
  }

  /** False if the reader has been closed. */
  private synchronized boolean add(ReadEnd source, FileIdentity identity, Descriptor writer) {
    if (closed) {
      return false;
    }
    Thread.ofVirtual().name("standpipe-followed").start(() -> move(source));
    sources.add(source);
    if (keeper != null) {
      keeper.close();
    }
    keeper = writer;
    current = identity;
    return true;
  }

  private void move(ReadEnd source) {
    try (source) {
      new Transfer(source, relay, Deadline.NEVER).run();
    } catch (IOException e) {
      // The reader has been closed.
    } finally {
      forget(source);
    }
  }

  private synchronized void forget(ReadEnd source) {
    sources.remove(source);
  }

  private synchronized void start() {
    watching = Thread.ofVirtual().name("standpipe-follow").start(this::watch);
  }

  private void watch() {
    Path parent = file.path().getParent();
    try (var names = FileWatch.entries(posix, parent == null ? Path.of(".") : parent)) {
      while (true) {
        look();
        names.await(Deadline.NEVER);
      }
    } catch (InterruptedException e) {
      // The reader has been closed.
    }
  }

  private void look() {
    try {
      if (!FileIdentity.of(file.path()).isSameFile(identity())) {
        int fd = file.tryOpen(O_RDONLY | O_NONBLOCK);
        if (fd >= 0) {
          take(fd);
        }
      }
    } catch (IOException e) {
      // Nothing is there, or it is not a fifo, or not to be opened: it may be so at the next look.
    } catch (OutOfMemoryError e) {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }

  private synchronized FileIdentity identity() throws IOException {
    FileIdentity known = current;
    if (known == null) {
      throw new IOException("nothing is read yet");
    }
    return known;
  }

  private void close() {
    List<ReadEnd> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(sources);
      if (keeper != null) {
        keeper.close();
      }
      if (watching != null) {
        watching.interrupt();
      }
    }
    open.forEach(ReadEnd::close);
    relay.close();
  }
}
