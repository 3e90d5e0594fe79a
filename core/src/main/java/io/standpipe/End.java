package io.standpipe;

import static io.standpipe.internal.posix.Constants.F_GETFL;
import static io.standpipe.internal.posix.Constants.F_GETPIPE_SZ;
import static io.standpipe.internal.posix.Constants.F_SETFL;
import static io.standpipe.internal.posix.Constants.F_SETPIPE_SZ;
import static io.standpipe.internal.posix.Constants.O_NONBLOCK;
import static io.standpipe.internal.posix.Constants.PIPE_BUF;
import static io.standpipe.internal.posix.Constants.POLLIN;
import static io.standpipe.internal.posix.Constants.S_IFCHR;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.InProcessActor.HeldBytes;
import io.standpipe.doctor.InProcessActor.OwnWait;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.FairYield;
import io.standpipe.internal.ready.ReadinessWait;
import io.standpipe.internal.ready.SpinPolicy;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the two kinds of ends have in common: a descriptor, its name, one operation at a time, and
 * how a wait ends.
 *
 * <p>A description that is ours alone is set non-blocking, so that a call never sleeps in the
 * kernel. One that others may share is left as it is ({@code exclusive} is false): readiness is
 * asked before each call, which then does not sleep unless somebody else was quicker.
 */
final class End {
  private static final String PIPE_MAX_SIZE = "/proc/sys/fs/pipe-max-size";

  private static final int LONGEST_TEXT = 400;
  private static final WeakReference<FrameWriter> NOBODY = new WeakReference<>(null);

  /** A call on the descriptor: ≥ 0 or −errno. */
  interface Call {
    int on(int fd);
  }

  final Posix posix;
  final ReadinessWait watch;

  /** What it is an end of, for messages: {@code fifo /run/x}. */
  final String of;

  final boolean exclusive;
  private final SpinPolicy patience;
  private final FairYield share = new FairYield();
  private final ReentrantLock turn = new ReentrantLock();

  /** Odd while a thread is parked here. */
  private final AtomicLong parks = new AtomicLong();

  private volatile boolean parksForever;

  /** Of the file: S_IFIFO and the like; 0 before it was asked for. */
  private int type;

  private volatile WeakReference<FrameWriter> collector = NOBODY;

  /** Who to ask why nothing has come, when a limit has passed. */
  private volatile @Nullable DeadlineDiagnosis inquiry;

  /** Whether the last operation moved a lot. Under the turn. */
  private boolean bulk;

  End(ReadinessWait watch, String of, boolean exclusive) {
    this(watch, of, exclusive, SpinPolicy.forPipe(watch.descriptor().posix()));
  }

  private End(ReadinessWait watch, String of, boolean exclusive, SpinPolicy patience) {
    this.posix = watch.descriptor().posix();
    this.watch = watch;
    this.patience = patience;
    this.of = of;
    this.exclusive = exclusive;
  }

  /** For our side of a pseudo-terminal, whose description is ours alone. */
  static End ofTerminal(ReadinessWait watch, String of) {
    return new End(watch, of, true, SpinPolicy.forTerminal(watch.descriptor().posix()));
  }

  /** When a limit has passed here, the doctor is asked about these. */
  void askAbout(DeadlineDiagnosis about) {
    inquiry = about;
  }

  void collectedBy(FrameWriter writer) {
    collector = new WeakReference<>(writer);
  }

  /** What lies in this process, on its way to here, and was never flushed. */
  Optional<HeldBytes> heldBack() {
    FrameWriter writer = collector.get();
    int bytes = writer == null ? 0 : writer.unflushed();
    if (writer == null || bytes == 0) {
      return Optional.empty();
    }
    String text = new String(writer.unflushed(LONGEST_TEXT), UTF_8);
    return Optional.of(new HeldBytes(watch.descriptor().number(), bytes, Optional.of(text)));
  }

  /** Asks the doctor now, for a thread that has waited here in vain. */
  Optional<Diagnosis> diagnose() {
    DeadlineDiagnosis about = inquiry;
    return (about == null ? new DeadlineDiagnosis(OwnProcessView.of(this)) : about)
        .afterVainWait(this);
  }

  /** What a thread waits for here, if one is parked. */
  Optional<OwnWait> waiting() {
    long count = parks.get();
    boolean timed = !parksForever;
    return count % 2 == 0 ? Optional.empty() : Optional.of(wait(timed, count));
  }

  /** What the thread waited for whose time has run out: as if it still did. */
  Optional<OwnWait> wasWaiting() {
    return Optional.of(wait(false, parks.get()));
  }

  private OwnWait wait(boolean timed, long count) {
    int fd = watch.descriptor().number();
    return new OwnWait.AtEnd(fd, (watch.events() & POLLIN) != 0, timed, count);
  }

  /** Sets O_NONBLOCK on a description that nobody else shares; closes it where that fails. */
  static Descriptor exclusive(Descriptor descriptor) throws ErrnoException {
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

  /** Waits for this thread's turn: operations on one end do not overlap. */
  void enter(WaitOptions terms, String operation) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (turn.tryLock()) {
      return;
    }
    try {
      if (!turn.tryLock(terms.deadline().nanosLeft(), TimeUnit.NANOSECONDS)) {
        throw new DeadlineExceededException(
            operation + " " + of, terms.limit(), "another thread has been at it all the time");
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
   * Runs a call until it does not say −EAGAIN, waiting in between: its result. To be called in this
   * thread's turn.
   *
   * @param state why it may have to wait, for the message of a deadline
   */
  int perform(Call call, WaitOptions terms, String operation, String state) throws IOException {
    int n = uninterrupted(call);
    if (n == -Errno.EAGAIN) {
      n = performLater(call, terms, operation, state);
    }
    bulk = n >= PIPE_BUF;
    share.operationDone();
    return n;
  }

  private int performLater(Call call, WaitOptions terms, String operation, String state)
      throws IOException {
    patience.begin();
    try {
      int n;
      do {
        if (!patience.tryAgain()) {
          awaitReady(terms, operation, state);
          share.parked();
        }
        n = uninterrupted(bulk && patience.isSpinning() ? fd -> ifReady(fd, call) : call);
      } while (n == -Errno.EAGAIN);
      return n;
    } finally {
      patience.end();
    }
  }

  /**
   * Asks before it tries: poll takes no lock of the pipe's, and so is not in the way of a far side
   * that moves a lot. For a few bytes it is one call too many.
   */
  private int ifReady(int fd, Call call) {
    int ready = posix.poll(fd, watch.events(), 0);
    return ready == 0 ? -Errno.EAGAIN : ready < 0 ? ready : call.on(fd);
  }

  /** A signal that the JVM handles is no reason to give up. */
  int uninterrupted(Call call) {
    int n;
    do {
      n = call(call);
    } while (n == -Errno.EINTR);
    return n;
  }

  /** Runs a call while the number is surely ours; {@code −EBADF} when closed. */
  int call(Call call) {
    Descriptor descriptor = watch.descriptor();
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

  /**
   * Whether a call on a shared description would not sleep: −EAGAIN where it would, or what poll
   * said. On a description of our own no call sleeps, so nothing is asked.
   */
  int readyNow(int fd, int events) {
    if (exclusive) {
      return 0;
    }
    int ready = posix.poll(fd, events, 0);
    return ready == 0 ? -Errno.EAGAIN : ready;
  }

  boolean isCharacterDevice() {
    return type() == S_IFCHR;
  }

  boolean isPipe() {
    return type() == S_IFIFO;
  }

  /** Asked once, for it does not change; 0 where it cannot be told. */
  private int type() {
    if (type == 0) {
      int mode = call(posix::fileMode);
      type = mode < 0 ? 0 : mode & S_IFMT;
    }
    return type;
  }

  /** Parks until ready; throws where the wait ended for any other reason. */
  private void awaitReady(WaitOptions terms, String operation, String state) throws IOException {
    switch (park(terms)) {
      case READY -> {}
      case CLOSED -> throw new AsynchronousCloseException();
      case INTERRUPTED -> throw interrupted();
      case FAILED -> throw failed("wait to " + operation, watch.error());
      case TIMED_OUT -> throw timedOut(operation, terms, state);
    }
  }

  private ReadinessWait.Outcome park(WaitOptions terms) {
    parksForever = terms.deadline().isNever();
    parks.incrementAndGet();
    try {
      return watch.await(terms.deadline(), terms.others());
    } finally {
      parks.incrementAndGet();
    }
  }

  private DeadlineExceededException timedOut(String operation, WaitOptions terms, String state) {
    DeadlineDiagnosis about = inquiry;
    Optional<Diagnosis> why = about == null ? Optional.empty() : about.after(this, terms.limit());
    return new DeadlineExceededException(operation + " " + of, terms.limit(), state, why);
  }

  /**
   * For an operation of many calls, between two of them: where the far side keeps pace no call
   * waits, and nobody else looks at the time or at an interrupt.
   */
  void checkTime(WaitOptions terms, String operation, String state) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    if (terms.deadline().hasPassed()) {
      throw timedOut(operation, terms, state);
    }
  }

  /** An interrupt closes a channel: the contract of {@code InterruptibleChannel}. */
  private ClosedByInterruptException interrupted() {
    close();
    return new ClosedByInterruptException();
  }

  /** What to throw for {@code errno}: the number is refused once the end was closed meanwhile. */
  IOException failed(String operation, int errno) {
    return errno == Errno.EBADF && !isOpen()
        ? new AsynchronousCloseException()
        : new ErrnoException(operation + " " + of, errno);
  }

  void ensureOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  boolean isOpen() {
    return !watch.descriptor().isClosed();
  }

  void close() {
    watch.close();
  }

  /** Bytes that lie in the pipe. */
  int queued() throws IOException {
    return checked("ask how many bytes lie in", call(posix::fionread));
  }

  int capacity() throws IOException {
    return checked("ask the capacity of", call(fd -> posix.fcntl(fd, F_GETPIPE_SZ, 0)));
  }

  int capacity(int bytes) throws IOException {
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

  private int checked(String tried, int result) throws IOException {
    if (result == -Errno.EBADF) {
      ensureOpen();
    }
    if (result < 0) {
      throw failed(tried, -result);
    }
    return result;
  }
}
