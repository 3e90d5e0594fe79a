package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.F_GETPIPE_SZ;
import static io.standpipe.internal.posix.Constants.F_SETFL;
import static io.standpipe.internal.posix.Constants.F_SETPIPE_SZ;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.PIPE_BUF;
import static io.standpipe.internal.posix.Constants.S_IFCHR;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.FairYield;
import io.standpipe.internal.ready.LookAhead;
import io.standpipe.internal.ready.ReadinessWait;
import io.standpipe.internal.ready.SpinPolicy;
import io.standpipe.internal.ready.WaitOutcome;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What both kinds of ends have in common: a descriptor, its name, one operation at a time, and the
 * ways in which a wait ends.
 *
 * <p>A description that belongs to this process alone is set non-blocking, so that a call never
 * sleeps in the kernel. One that other processes may share is left as it is: the end asks for
 * readiness before each call, which then sleeps only if another process was quicker.
 */
public abstract class End implements AutoCloseable {
  private static final String PIPE_MAX_SIZE = "/proc/sys/fs/pipe-max-size";

  /** A call on the descriptor: ≥ 0 or −errno. */
  @FunctionalInterface
  public interface Call {
    int on(int fd);
  }

  /**
   * Explains a wait in vain: looks beside the wait, shortly before its deadline. Called on the
   * waiting thread; does not block.
   */
  public interface DeadlineReason {
    /** When to begin to look if nothing has happened; {@code deadline} itself for no look. */
    Deadline lookAt(Deadline deadline);

    /**
     * Begins to look why nothing happens at {@code end}, where a thread goes on waiting; null if
     * another wait has just done so.
     */
    @Nullable LookAhead<Diagnosis> look(End end);
  }

  /** Whether other processes may use the open file description too. */
  public enum Description {
    OWN,
    SHARED
  }

  final Posix posix;
  final ReadinessWait wait;

  private final String of;
  private final Description description;
  private final SpinPolicy spinning;
  private final FairYield yielding = new FairYield();
  private final ReentrantLock turn = new ReentrantLock();
  private final ParkRecord parks = new ParkRecord();

  /** Of the file: S_IFIFO and the like; 0 before the first question. */
  private int type;

  private volatile @Nullable DeadlineReason reason;

  /** Whether the last operation moved a lot. Guarded by the turn. */
  private boolean bulk;

  /**
   * @param of what it is an end of, for messages: {@code fifo /run/x}
   */
  End(ReadinessWait wait, String of, Description description, SpinPolicy spinning) {
    this.posix = wait.descriptor().posix();
    this.wait = wait;
    this.of = Escaping.printable(of);
    this.description = description;
    this.spinning = spinning;
  }

  /** Sets O_NONBLOCK on a description of our own; closes the descriptor where that fails. */
  static Descriptor nonBlocking(Descriptor descriptor) throws ErrnoException {
    Posix posix = descriptor.posix();
    int number = descriptor.number();
    int flags = posix.fcntl(number, F_GETFL, 0);
    int result = flags < 0 ? flags : posix.fcntl(number, F_SETFL, flags | O_NONBLOCK);
    if (result < 0) {
      descriptor.close();
      throw new ErrnoException("make " + descriptor + " non-blocking", -result);
    }
    return descriptor;
  }

  /** What it is an end of, for messages: {@code fifo /run/x}. */
  public String of() {
    return of;
  }

  public Posix posix() {
    return posix;
  }

  /** The descriptor's number, for messages and for the doctor: it may be closed by now. */
  public int number() {
    return wait.descriptor().number();
  }

  public Description description() {
    return description;
  }

  /** From now on {@code next} explains a limit that passes here. */
  public void explainBy(DeadlineReason next) {
    reason = next;
  }

  /** What explains a limit that passes here, if anything does. */
  public Optional<DeadlineReason> reason() {
    return Optional.ofNullable(reason);
  }

  /** Which thread is parked here, and for how long. */
  public ParkRecord parks() {
    return parks;
  }

  /** Waits for this thread's turn: operations on one end do not overlap. */
  void enter(WaitOptions options, String operation) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (turn.tryLock()) {
      return;
    }
    try {
      if (!turn.tryLock(options.deadline().nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new DeadlineExceededException(
            operation + " " + of, options.limit(), "another thread used it all that time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  void leave() {
    turn.unlock();
  }

  /**
   * Runs a call until it returns something other than −EAGAIN, waiting in between; returns its
   * result. The thread must have the turn.
   *
   * @param state why it may have to wait, for the message of a deadline
   */
  int perform(Call call, WaitOptions options, String operation, String state) throws IOException {
    int n = uninterrupted(call);
    if (n == -Errno.EAGAIN) {
      n = performLater(call, options, operation, state);
    }
    bulk = n >= PIPE_BUF;
    yielding.operationDone();
    return n;
  }

  private int performLater(Call call, WaitOptions options, String operation, String state)
      throws IOException {
    spinning.begin();
    try {
      int n;
      do {
        if (!spinning.tryAgain()) {
          awaitReady(options, operation, state);
          yielding.parked();
        }
        n = uninterrupted(bulk && spinning.isSpinning() ? fd -> ifReady(fd, call) : call);
      } while (n == -Errno.EAGAIN);
      return n;
    } finally {
      spinning.end();
    }
  }

  /**
   * Asks before it tries: poll does not take the pipe's lock, so it does not delay a far side that
   * moves a lot. For a few bytes it would be one call too many.
   */
  private int ifReady(int fd, Call call) {
    int ready = posix.poll(fd, wait.events(), 0);
    return ready == 0 ? -Errno.EAGAIN : ready < 0 ? ready : call.on(fd);
  }

  /** Runs a call again as long as a signal that the JVM handles interrupts it. */
  public int uninterrupted(Call call) {
    int n;
    do {
      n = call(call);
    } while (n == -Errno.EINTR);
    return n;
  }

  /** Runs a call while the number is certainly ours; {@code −EBADF} once closed. */
  public int call(Call call) {
    Descriptor descriptor = wait.descriptor();
    int fd = descriptor.acquire();
    if (fd < 0) {
      return fd;
    }
    try {
      return call.on(fd);
    } finally {
      descriptor.release();
    }
  }

  boolean isShared() {
    return description == Description.SHARED;
  }

  /**
   * Whether a call on a shared description would not sleep: −EAGAIN where it would, otherwise what
   * poll returned. On a description of our own no call sleeps, so the kernel is not asked.
   */
  int readyNow(int fd) {
    if (!isShared()) {
      return 0;
    }
    int ready = posix.poll(fd, wait.events(), 0);
    return ready == 0 ? -Errno.EAGAIN : ready;
  }

  boolean isCharacterDevice() {
    return type() == S_IFCHR;
  }

  boolean isPipe() {
    return type() == S_IFIFO;
  }

  /** Asked once, because it does not change; 0 where the kernel does not tell. */
  private int type() {
    if (type == 0) {
      int mode = call(posix::fileMode);
      type = mode < 0 ? 0 : mode & S_IFMT;
    }
    return type;
  }

  /** Parks until ready; throws where the wait ended for any other reason. */
  private void awaitReady(WaitOptions options, String operation, String state) throws IOException {
    DeadlineReason known = reason;
    Deadline deadline = options.deadline();
    Deadline early = known == null ? deadline : known.lookAt(deadline);
    var waiting = new ExplainedWait(options);
    parks.begin(deadline);
    WaitOutcome outcome;
    try {
      outcome = waiting.await(wait, early, () -> known == null ? null : known.look(this));
    } finally {
      parks.end();
    }
    switch (outcome) {
      case READY -> {}
      case CLOSED -> throw new AsynchronousCloseException();
      case INTERRUPTED -> throw interrupted();
      case FAILED -> throw failed("wait to " + operation, wait.error());
      case TIMED_OUT -> throw waiting.timedOut(operation + " " + of, state);
    }
  }

  /**
   * Looks at the clock and the interrupt between two calls of an operation that makes many. Where
   * the far side keeps pace no call waits, so nothing else would notice them.
   */
  void checkTime(WaitOptions options, String operation, String state) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (options.deadline().hasPassed()) {
      throw new DeadlineExceededException(operation + " " + of, options.limit(), state);
    }
  }

  /** An interrupt closes a channel: the contract of {@code InterruptibleChannel}. */
  private ClosedByInterruptException interrupted() {
    close();
    return new ClosedByInterruptException();
  }

  /** What to throw for {@code errno}: EBADF means that the end was closed meanwhile. */
  public IOException failed(String operation, int errno) {
    return errno == Errno.EBADF && !isOpen()
        ? new AsynchronousCloseException()
        : new ErrnoException(operation + " " + of, errno);
  }

  public void ensureOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  public boolean isOpen() {
    return !wait.descriptor().isClosed();
  }

  /** Closes this end and wakes a thread that waits at it. */
  @Override
  public void close() {
    wait.close();
  }

  /** The bytes that lie in the pipe. */
  public int queued() throws IOException {
    return checked("ask how many bytes lie in", call(posix::fionread));
  }

  /** The bytes that the pipe holds when full. */
  public int capacity() throws IOException {
    return checked("ask the capacity of", call(fd -> posix.fcntl(fd, F_GETPIPE_SZ, 0)));
  }

  /** Asks for another capacity; returns the one that the kernel chose. */
  public int resize(int bytes) throws IOException {
    int result = call(fd -> posix.fcntl(fd, F_SETPIPE_SZ, bytes));
    String tried = "set the capacity of " + of + " to " + bytes + " bytes";
    if (result == -Errno.EPERM) {
      throw new ErrnoException(
          tried, Errno.EPERM, "more than the user's limits allow; see " + PIPE_MAX_SIZE);
    }
    if (result == -Errno.EBUSY) {
      throw new ErrnoException(tried, Errno.EBUSY, "more bytes than that lie in it now");
    }
    return checked("set the capacity of", result);
  }

  int checked(String tried, int result) throws IOException {
    if (result == -Errno.EBADF) {
      ensureOpen();
    }
    if (result < 0) {
      throw failed(tried, -result);
    }
    return result;
  }
}
