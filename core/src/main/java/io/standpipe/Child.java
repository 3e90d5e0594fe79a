package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.CaptureLimitException;
import io.standpipe.error.CapturedOutput;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.diagnosis.DeadlineDiagnosis;
import io.standpipe.internal.diagnosis.DeadlockNotifier;
import io.standpipe.internal.diagnosis.OwnProcessView;
import io.standpipe.internal.io.End;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.start.CommandSpec;
import io.standpipe.internal.start.Spawner;
import io.standpipe.internal.start.StartedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A program that was started. Three events are kept apart, because they happen apart:
 *
 * <ul>
 *   <li>its <b>exit</b>: {@link #await}, {@link #onExit}
 *   <li>the <b>end of each stream</b>, which its reader reports. It comes when every process that
 *       holds the write end has closed it; a descendant may do so long after the child's exit
 *   <li>the <b>end of the whole tree</b>: {@link #awaitTree}
 * </ul>
 *
 * <p>The child is reaped when it exits, whether a thread waits or not. Safe from any thread.
 *
 * <p><b>{@link #close} ends the tree</b>, even if the child has exited before. A daemon, which has
 * left the child's session, goes on unless the command was {@link Command#contained}.
 */
public final class Child implements AutoCloseable {
  private final StartedProcess started;
  private final RunOptions options;
  private final DeadlineDiagnosis diagnosis;
  private final ChildEnds ends;
  private final ChildCapture capture;
  private final ExitFuture exit;
  private final DeadlockNotifiers notifiers = new DeadlockNotifiers();
  private volatile boolean detached;

  private Child(StartedProcess started, RunOptions options) {
    this.started = started;
    this.options = options;
    this.diagnosis = new DeadlineDiagnosis(view());
    this.ends = new ChildEnds(started);
    this.capture = new ChildCapture(started);
    this.exit = new ExitFuture(started);
    explainBy(diagnosis);
  }

  static Child start(CommandSpec spec, RunOptions options) throws IOException {
    return start(Platform.posix(), spec, options);
  }

  static Child start(Posix posix, CommandSpec spec, RunOptions options) throws IOException {
    return Spawner.start(posix, spec, started -> new Child(started, options));
  }

  private OwnProcessView view() {
    return new OwnProcessView(List.of(started), List.of(), started.collectors());
  }

  StartedProcess started() {
    return started;
  }

  RunOptions options() {
    return options;
  }

  /** From now on {@code next} explains a limit that passes at one of our ends. */
  void explainBy(DeadlineDiagnosis next) {
    started.ends().forEach(end -> end.explainBy(next));
  }

  /** Adds a standard descriptor of this process that has become an end of its pipes. */
  void take(End end) {
    started.take(end);
    end.explainBy(diagnosis);
  }

  /** Its process id. Not used for another process before the child has exited. */
  public long pid() {
    return started.process().pid();
  }

  /**
   * The folder of its own control group, if it was {@link Command#contained} and this user may make
   * one: limits can be set there. It is removed when the last process in it has ended.
   */
  public Optional<Path> cgroup() {
    return started.process().cgroup();
  }

  /** The program's name and its arguments, with what {@link Command#buffering} has added. */
  public List<String> words() {
    return started.spec().words();
  }

  /** What was done against its holding output back; not {@link Buffering#AUTO}. */
  public Buffering buffering() {
    return Buffering.of(started.spec().buffering());
  }

  /**
   * Where its standard input comes from.
   *
   * @throws IllegalStateException if it was not started with {@link Redirect#pipe} there
   */
  public PipeWriter stdin() {
    return writer(0);
  }

  /**
   * Its standard output. Read it, or the child waits once the pipe is full.
   *
   * @throws IllegalStateException if it was not started with {@link Redirect#pipe} there
   */
  public PipeReader stdout() {
    return reader(1);
  }

  /**
   * Its standard error. Read it, or the child waits once the pipe is full.
   *
   * @throws IllegalStateException if it was not started with {@link Redirect#pipe} there
   */
  public PipeReader stderr() {
    return reader(2);
  }

  /**
   * Our side of its terminal.
   *
   * @throws IllegalStateException if it was not started with {@link Command#terminal}
   */
  public PseudoTerminal terminal() {
    return ends.terminal();
  }

  /** Our end of the pipe that is its descriptor {@code n}, for it to read from. */
  public PipeWriter writer(int n) {
    return ends.writer(n);
  }

  /** Our end of the pipe that is its descriptor {@code n}, for it to write to. */
  public PipeReader reader(int n) {
    return ends.reader(n);
  }

  /** {@link #capture(byte[], Duration)} with an empty input and no limit. */
  public Output capture() throws IOException, InterruptedException {
    return capture(new byte[0], Deadline.NEVER.limit());
  }

  /** {@link #capture(byte[], Duration, int)} with the limit of {@link Command#captureLimit}. */
  public Output capture(byte[] input, Duration limit) throws IOException, InterruptedException {
    return capture(input, limit, RunOptions.STANDARD.captureLimit());
  }

  /**
   * Writes {@code input}, ends its standard input, and returns what it writes to its standard
   * output and standard error where those are pipes to us, all at the same time. Blocks until it
   * has exited and both streams have ended; otherwise as {@link Command#capture}.
   *
   * <p>At the limit, or an interrupt, the child goes on and nothing is lost: another call, with an
   * empty input, returns everything. No other code may read from its streams meanwhile.
   *
   * @param maxBytes the most that is kept of each stream; that of the first call holds
   * @throws CommandFailedException if it failed; see {@link Command#success}
   * @throws DeadlineExceededException if the limit has passed; it carries what has come
   * @throws CaptureLimitException if it wrote too much; it was stopped, with all its descendants
   * @throws IllegalStateException if no stream is a pipe to us, or {@code input} cannot be written
   */
  public Output capture(byte[] input, Duration limit, int maxBytes)
      throws IOException, InterruptedException {
    requireNonNull(input, "input");
    requireNonNull(limit, "limit");
    Deadline deadline = Deadline.after(limit);
    capture.begin(input, RunOptions.STANDARD.withCaptureLimit(maxBytes).captureLimit());
    long accepted = capture.await(deadline, new DeadlineDiagnosis(view())::beforeStop);
    throwIfFailed();
    return Output.ofOne(ended(), captured(), accepted);
  }

  /** Whether it has not exited yet. */
  public boolean isAlive() {
    return started.process().isAlive();
  }

  /** Blocks until it has exited. A virtual thread leaves its carrier. */
  public ExitStatus await() throws InterruptedException {
    awaitExit(Deadline.NEVER);
    return ended();
  }

  /** Blocks until it has exited, or for {@code limit}: then empty, and the child goes on. */
  public Optional<ExitStatus> await(Duration limit) throws InterruptedException {
    requireNonNull(limit, "limit");
    return awaitExit(Deadline.after(limit)) ? Optional.of(ended()) : Optional.empty();
  }

  /**
   * Blocks until it has exited, or for {@code limit}; then stops it, with its descendants: see
   * {@link Job#awaitOrStop}.
   *
   * @throws DeadlineExceededException once it is stopped
   */
  public ExitStatus awaitOrStop(Duration limit, StopPolicy policy)
      throws DeadlineExceededException, InterruptedException {
    var target = LimitedWait.Target.of(started);
    String state = this + " still ran";
    LimitedWait.run(target, this::awaitExit, limit, policy, diagnosis::beforeStop, () -> state);
    return ended();
  }

  boolean awaitExit(Deadline deadline) throws InterruptedException {
    return started.process().await(deadline) && started.awaitDelivered(deadline);
  }

  /** How it ended; empty while it runs. Does not block. */
  public Optional<ExitStatus> status() {
    return isAlive() ? Optional.empty() : Optional.of(ended());
  }

  /**
   * Blocks until it has exited, and makes sure that it succeeded.
   *
   * @throws CommandFailedException if it did not; see {@link Command#success}
   */
  public ExitStatus awaitSuccess() throws IOException, InterruptedException {
    ExitStatus status = await();
    throwIfFailed();
    return status;
  }

  /**
   * Makes sure, once it has exited, that it succeeded. Does nothing while it runs.
   *
   * @throws CommandFailedException if it did not; see {@link Command#success}
   */
  public void throwIfFailed() throws IOException {
    if (hasFailed()) {
      throw new CommandFailedException(words(), ended(), captured());
    }
  }

  /** Whether it has exited, and not as was declared a success. */
  boolean hasFailed() {
    return status().filter(status -> !options.accepts(status)).isPresent();
  }

  /**
   * Completed when it has exited, each time on a virtual thread of its own: what is attached may
   * block. Each call returns another future; completing or cancelling one does nothing to the
   * child.
   */
  public CompletableFuture<ExitStatus> onExit() {
    return exit.next();
  }

  private ExitStatus ended() {
    return ReapedStatus.of(started);
  }

  /**
   * Sends a signal to it alone.
   *
   * @return false if nothing was sent: it has exited, or runs as another user now
   */
  public boolean signal(Signal signal) {
    requireNonNull(signal, "signal");
    return started.process().signal(signal.number());
  }

  /**
   * Sends a signal to it and to its descendants, as far as they can be found: as Ctrl-C on a
   * terminal reaches everything that a program has started.
   *
   * <p>Descendants are looked for before the child gets the signal, because afterwards they may
   * have another parent. Those of its group get it together with the child, and only once.
   */
  public void signalAll(Signal signal) {
    requireNonNull(signal, "signal");
    started.signalAll(signal.number());
  }

  /**
   * The pids of its descendants that are alive, itself excluded, as far as they can be found: by
   * their parents, by the child's process group, or because it was {@link Command#contained}. One
   * that left the first two before they were looked at is found by the third alone.
   */
  public List<Long> descendants() {
    return started.process().descendants();
  }

  /**
   * Blocks until it and all its descendants have ended, or for {@code limit}: whether they have.
   * Which descendants: see {@link #descendants}.
   */
  public boolean awaitTree(Duration limit) throws InterruptedException {
    requireNonNull(limit, "limit");
    return started.awaitTree(Deadline.after(limit));
  }

  /** {@link #stop(StopPolicy)} by the standard policy. */
  public StopReport stop() {
    return stop(StopPolicy.standard());
  }

  /**
   * Stops it and its descendants, as {@code policy} says, and reports what could not be stopped.
   * Blocks no longer than the policy's limits together; an interrupt goes straight to SIGKILL and
   * is set again at the end. Stopping again is harmless.
   */
  public StopReport stop(StopPolicy policy) {
    requireNonNull(policy, "policy");
    return StopTogether.stop(List.of(started), policy).getFirst();
  }

  /**
   * Why it, or we, have stopped talking: what the doctor finds that concerns it and its
   * descendants. Blocks for some 20 ms on a desktop, some 150 ms more if something looks like a
   * deadlock; nothing is stopped or changed by it.
   *
   * <p>Our own ends take part. If a thread waits at one of them right now, the doctor takes it that
   * this process waits for the child there. It cannot know what other threads will do, so a
   * deadlock with this process is at most likely.
   */
  public Diagnosis diagnose() {
    return diagnosis.now();
  }

  /**
   * Watches for deadlocks that concern it and its descendants, until it has exited or is closed;
   * see {@link Job#onDeadlock}.
   */
  public void onDeadlock(Consumer<Diagnosis> action) {
    requireNonNull(action, "action");
    notifiers.add(DeadlockNotifier.start(() -> !isAlive(), Set.of(pid()), this::view, action));
  }

  /** What has been kept of its streams by now, for an exception. */
  CapturedOutput captured() {
    return Capturing.keptSoFar(started);
  }

  /**
   * Lets it go: from now on {@link #close} stops neither it nor what it has started, and only
   * closes our ends of its pipes. What is still written to them is read and dropped while this JVM
   * lives. Writing to such a pipe gives SIGPIPE afterwards, so give a program that is to stay a
   * file for its output. {@link Command#tied} still holds. Does not block.
   */
  public void detach() {
    detached = true;
  }

  /**
   * Stops the child, its process group and all its descendants that are known ({@link
   * #descendants}) by the standard policy; if the child has exited, what it has left behind. Then
   * closes our ends of its pipes. Does not block if nothing is left, or after {@link #detach}.
   */
  @Override
  public void close() {
    if (isToBeStopped()) {
      StopTogether.standard(List.of(started));
    }
    closeOurs();
  }

  /** Whether something of it may be left that {@link #close} has to end. */
  boolean isToBeStopped() {
    return !detached && !started.process().isAllGone();
  }

  void closeOurs() {
    notifiers.close();
    Runnable end = detached ? started::drainOurs : started::closeOurs;
    end.run();
  }

  /** {@code child 797 (python3 -u child.py)}. */
  @Override
  public String toString() {
    return started.toString();
  }
}
