package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.AF_UNIX;
import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.PIPE_BUF;
import static io.standpipe.internal.posix.Constants.POLLHUP;
import static io.standpipe.internal.posix.Constants.SHUT_RD;
import static io.standpipe.internal.posix.Constants.SHUT_WR;
import static io.standpipe.internal.posix.Constants.SOCK_CLOEXEC;
import static io.standpipe.internal.posix.Constants.SOCK_STREAM;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.End.Description;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a child and a non-blocking socket of this process that other processes share: the
 * flag is theirs, and a socket cannot be opened anew. The child gets one end of a pair of sockets,
 * which blocks; two virtual threads move bytes between the other end and the real one.
 *
 * <ul>
 *   <li>The real one's end of input becomes the child's. If the child shuts down its output, so is
 *       the real one's; if it merely closes its descriptor, nothing happens to the real one, which
 *       others may still use.
 *   <li>If the real one takes no more bytes because its far side has gone, the child's next write
 *       fails with EPIPE.
 *   <li>What is read ahead is at most what the pair's buffers hold and one chunk. A child that does
 *       not read it loses it.
 * </ul>
 *
 * <p>It ends when the child and its descendants have closed their end, or by {@link #stop}.
 */
public final class Relay {
  private static final int CHUNK = 64 * 1024;
  private static final int FIRST_FREE = 3;

  private final Posix posix;
  private final Descriptor childEnd;
  private final ReadEnd fromChild;
  private final WriteEnd toChild;
  private final ReadEnd fromReal;
  private final WriteEnd toReal;
  private final boolean reads;

  /** Opened by the start of the child, or by {@link #stop}. */
  private final CountDownLatch childStarted = new CountDownLatch(1);

  /** Bytes that were taken from the child's output. Guarded by this. */
  private long taken;

  /** Those of them that the real one has. Guarded by this. */
  private long delivered;

  /** Whether nothing comes from the child any more. Guarded by this. */
  private boolean outputEnded;

  private Relay(Posix posix, List<Descriptor> all, String of, boolean reads) throws ErrnoException {
    this.posix = posix;
    this.reads = reads;
    this.childEnd = all.get(0);
    this.fromChild = ReadEnd.own(all.get(1), of);
    this.toChild = WriteEnd.own(all.get(2), of);
    this.fromReal = ReadEnd.inherited(all.get(3), Description.SHARED, of);
    this.toReal = WriteEnd.inherited(all.get(4), Description.SHARED, of);
  }

  /**
   * Opens one.
   *
   * @param real the socket, which stays open
   * @param of what it is, for messages
   * @param reads whether the child may read from it; otherwise it finds the end at once
   */
  public static Relay open(Posix posix, int real, String of, boolean reads) throws ErrnoException {
    var all = new ArrayList<Descriptor>();
    boolean done = false;
    try {
      int[] pair = new int[2];
      check(posix.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, pair), of);
      all.add(Descriptor.own(posix, pair[0]));
      all.add(Descriptor.own(posix, pair[1]));
      for (int source : new int[] {pair[1], real, real}) {
        int copy = check(posix.fcntl(source, F_DUPFD_CLOEXEC, FIRST_FREE), of);
        all.add(Descriptor.own(posix, copy));
      }
      var relay = new Relay(posix, all, of, reads);
      done = true;
      return relay;
    } finally {
      if (!done) {
        all.forEach(Descriptor::close);
      }
    }
  }

  private static int check(int result, String of) throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException("open a relay to " + of, -result);
    }
    return result;
  }

  /** For the child; to be closed here after its start. */
  public Descriptor childEnd() {
    return childEnd;
  }

  /** Starts the threads, which move nothing to the child before {@link #childStarted}. */
  public void start() {
    Thread.ofVirtual().name("standpipe-relay-out").start(this::moveOutput);
    if (reads) {
      Thread.ofVirtual().name("standpipe-relay-in").start(this::moveInput);
    } else {
      endInput();
    }
  }

  private void moveOutput() {
    try {
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
      for (int n; (n = take(chunk)) >= 0; ) {
        toReal.write(chunk, WaitOptions.UNLIMITED);
        delivered(n);
      }
      if (!isHungUp()) {
        toReal.call(fd -> posix.shutdown(fd, SHUT_WR));
      }
    } catch (IOException | RuntimeException | Error e) {
      refuseOutput();
    } finally {
      endOutput();
    }
  }

  /**
   * The child's next write says EPIPE. What it has written before is dropped: if that lay here when
   * this end is closed, the child would get ECONNRESET, and no SIGPIPE.
   */
  private void refuseOutput() {
    fromChild.call(fd -> posix.shutdown(fd, SHUT_RD));
    ByteBuffer dropped = ByteBuffer.allocate(PIPE_BUF);
    while (fromChild.call(fd -> posix.read(fd, dropped.clear())) > 0) {}
  }

  /** Waits for bytes from the child, and takes some: how many, −1 at their end. */
  private int take(ByteBuffer chunk) throws IOException {
    fromChild.awaitReadable();
    synchronized (this) {
      int n = fromChild.readNow(chunk.clear());
      chunk.flip();
      taken += Math.max(n, 0);
      return n;
    }
  }

  private synchronized void delivered(int bytes) {
    delivered += bytes;
    notifyAll();
  }

  private void endOutput() {
    synchronized (this) {
      outputEnded = true;
      notifyAll();
    }
    stopIfHungUp();
  }

  /**
   * The child runs. Before that nothing is taken from the real one: if the child could not be
   * started after all, others that share it would miss those bytes.
   */
  public void childStarted() {
    childStarted.countDown();
  }

  private void moveInput() {
    try {
      childStarted.await();
      new Transfer(fromReal, toChild, Deadline.NEVER).run();
    } catch (IOException e) {
      // The connection has broken, which to the child is its end; or no process reads any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // no code knows this thread, so it does not happen
    } finally {
      endInput();
    }
  }

  private void endInput() {
    toChild.call(fd -> posix.shutdown(fd, SHUT_WR));
    fromReal.close();
    stopIfHungUp();
  }

  /**
   * Whether the child and its descendants have closed their end, not only shut it down; or whether
   * both directions are shut down here, which is as good.
   */
  private boolean isHungUp() {
    int events = fromChild.call(fd -> posix.poll(fd, 0, 0));
    return events < 0 || (events & POLLHUP) != 0;
  }

  /**
   * After the child's exit. Its end may have been shut down long ago, and be closed only now, which
   * no thread here waits for: the one that moves the output is gone, and the other may wait for the
   * real one. What comes after this look, from a descendant, is met by that thread's next write.
   */
  public void childEnded() {
    stopIfHungUp();
  }

  private void stopIfHungUp() {
    boolean done;
    synchronized (this) {
      done = outputEnded;
    }
    if (done && isHungUp()) {
      stop();
    }
  }

  /**
   * Blocks until the real one has all that the child has written by now, until it can no longer
   * have it, or until the deadline: whether nothing is left.
   *
   * <p>Bytes leave the child's socket only under the monitor, where they are counted, so none is
   * missed between the two. Whatever is still missing then makes the other thread notify: after its
   * write, or at its end, which a close or an error of either side brings about.
   */
  public synchronized boolean awaitDelivered(Deadline deadline) throws InterruptedException {
    long due = taken + Math.max(0, fromChild.call(posix::fionread));
    while (delivered < due && !outputEnded) {
      long nanos = deadline.nanosLeft();
      if (nanos <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
    return true;
  }

  /** Ends both directions, whatever is under way. */
  public void stop() {
    childEnd.close();
    fromChild.close();
    toChild.close();
    fromReal.close();
    toReal.close();
    childStarted.countDown();
  }
}
