package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several programs started together: a {@link Pipeline} or a {@link Link} at work. Safe from any
 * thread.
 *
 * <p><b>How it ended</b> is how the last of its programs ended that failed, and if none did, how
 * the last one ended (the shells' pipefail). What counts as failed each {@link Command} says
 * itself; but a program that died of SIGPIPE because another had read enough has not failed, and
 * does not count.
 */
public final class Job implements AutoCloseable {
  /**
   * Who reads what a program writes: the next one, or in a ring also the first what the last does.
   */
  enum Shape {
    ROW,
    RING
  }

  private final Supplier<String> description;
  private final Shape shape;
  private final List<Child> children;
  private final List<StageRunner> workers;
  private final @Nullable OutputCollector workerOutput;
  private final List<JobWatch> watching = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  Job(
      Supplier<String> description,
      Shape shape,
      List<Child> children,
      List<StageRunner> workers,
      @Nullable OutputCollector workerOutput) {
    this.description = description;
    this.shape = shape;
    this.children = List.copyOf(children);
    this.workers = List.copyOf(workers);
    this.workerOutput = workerOutput;
    DeadlineDiagnosis inquiry = inquiry();
    for (Child child : this.children) {
      for (End end : child.ends()) {
        end.askAbout(inquiry);
      }
    }
    for (OutputCollector capture : captures()) {
      capture.whenOverflowed(this::kill);
    }
  }

  static Job of(Child child) {
    return new Job(() -> "command " + child.command(), Shape.ROW, List.of(child), List.of(), null);
  }

  /** The programs, in the order in which they were given; Java stages are not among them. */
  public List<Child> children() {
    return children;
  }

  /** The first program's input; see {@link Child#stdin}. */
  public PipeWriter stdin() {
    return children.getFirst().stdin();
  }

  /** The last program's output; see {@link Child#stdout}. */
  public PipeReader stdout() {
    return children.getLast().stdout();
  }

  /** Blocks until all have ended, Java stages too. */
  public ExitStatus await() throws InterruptedException {
    awaitExit(Deadline.NEVER);
    return status();
  }

  /** The same with a limit: empty when it passes first, and the job goes on. */
  public Optional<ExitStatus> await(Duration limit) throws InterruptedException {
    requireNonNull(limit, "limit");
    return awaitExit(Deadline.after(limit)) ? Optional.of(status()) : Optional.empty();
  }

  /** Whether all have ended, Java stages too. */
  boolean hasEnded() {
    return children.stream().noneMatch(Child::isAlive)
        && workers.stream().allMatch(StageRunner::hasEnded);
  }

  /** Who has not ended, in words: a program if one has not. */
  String running() {
    Stream<String> programs = children.stream().filter(Child::isAlive).map(Child::toString);
    Stream<String> code = workers.stream().filter(w -> !w.hasEnded()).map(StageRunner::part);
    return Stream.concat(programs, code).findFirst().orElse("it");
  }

  boolean awaitExit(Deadline deadline) throws InterruptedException {
    for (Child child : children) {
      if (!child.awaitExit(deadline)) {
        return false;
      }
    }
    for (StageRunner worker : workers) {
      if (!worker.awaitEnd(deadline)) {
        return false;
      }
    }
    return true;
  }

  /**
   * How each program ended, in order.
   *
   * @throws IllegalStateException while one still runs
   */
  public List<ExitStatus> statuses() {
    return children.stream().map(Job::ended).toList();
  }

  /**
   * How the job as a whole ended.
   *
   * @throws IllegalStateException while a program still runs
   */
  public ExitStatus status() {
    Child told = failed();
    for (int i = children.size() - 1; i >= 0 && told == null; i--) {
      told = lostReader(children.get(i)) ? null : children.get(i);
    }
    return ended(told != null ? told : children.getLast());
  }

  /** The last that failed, if any. */
  private @Nullable Child failed() {
    for (int i = children.size() - 1; i >= 0; i--) {
      Child child = children.get(i);
      if (!lostReader(child) && !child.command().expectation().accepts(ended(child))) {
        return child;
      }
    }
    return null;
  }

  /** Whether it died of SIGPIPE because its reader, a program or Java code, had read enough. */
  private boolean lostReader(Child child) {
    boolean codeAtTheEnd = workerOutput != null;
    boolean hadReader = shape == Shape.RING || codeAtTheEnd || child != children.getLast();
    return hadReader
        && ended(child) instanceof ExitStatus.Signaled(Signal signal, boolean core)
        && signal.equals(Signal.PIPE);
  }

  private static ExitStatus ended(Child child) {
    return child.status().orElseThrow(() -> new IllegalStateException(child + " still runs"));
  }

  /**
   * Makes sure, once all have ended, that none failed.
   *
   * @throws CommandFailedException for the last that did; what Java stages, or a link's tap, threw
   *     is suppressed in it
   * @throws IOException that names the Java stage or the tap that threw, where no program failed
   */
  public void throwIfFailed() throws IOException {
    throwIfFailed(RunOptions.STANDARD);
  }

  void throwIfFailed(RunOptions whole) throws IOException {
    Child child = whole.anyExit() ? null : failed();
    if (child != null) {
      var failure = new CommandFailedException(child.command(), ended(child), child.errorTail());
      workers.forEach(worker -> worker.failure().ifPresent(failure::addSuppressed));
      throw failure;
    }
    for (StageRunner worker : workers) {
      Optional<IOException> failure = worker.failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  /** {@link #stop(Ladder)} by the standard ladder. */
  public List<StopPolicy.Report> stop() {
    return stop(StopPolicy.standard());
  }

  /** Stops all of them together, see {@link Child#stop(Ladder)}: a report each, in order. */
  public List<StopPolicy.Report> stop(StopPolicy ladder) {
    requireNonNull(ladder, "ladder");
    workers.forEach(StageRunner::stop);
    return StopSequence.climb(children, ladder);
  }

  /**
   * Too much has come. Its streams are given up too: a descendant that is not found may hold them
   * open for ever.
   */
  private void kill() {
    workers.forEach(StageRunner::stop);
    children.forEach(child -> child.signalAll(Signal.KILL));
    captures().forEach(capture -> capture.reader.close());
  }

  /**
   * Why its programs have stopped talking, or which of them is the slow one: what the doctor finds
   * that concerns them, their descendants, and the Java code between them. See {@link
   * Child#diagnose}.
   */
  public Diagnosis diagnose() {
    return inquiry().now();
  }

  /**
   * Has it watched for deadlocks from now on: until it has ended or is closed. Each that is found
   * is told once, on a virtual thread of its own, within two seconds of its coming to be: proved
   * ones, and likely ones whose doubts are faint. To end it then, {@link #stop} it.
   *
   * <p>While nothing is wrong this takes less than 1 % of a core, and no thread: one for all jobs
   * that are watched looks at them in turn. Ends that were given to other code (as by {@link
   * Redirect#pipe}) count as if that might use them at any time.
   *
   * @see io.standpipe.doctor.DeadlockWatch
   */
  public void onDeadlock(Consumer<Diagnosis> action) {
    requireNonNull(action, "action");
    watching.add(JobWatch.start(this, action));
    if (closed) {
      watching.forEach(JobWatch::close);
    }
  }

  OwnProcessView ourSide() {
    return new OwnProcessView(children, workers, captures());
  }

  DeadlineDiagnosis inquiry() {
    return new DeadlineDiagnosis(ourSide());
  }

  List<OutputCollector> captures() {
    var all = new ArrayList<OutputCollector>();
    for (Child child : children) {
      all.addAll(child.captures());
    }
    if (workerOutput != null) {
      all.add(workerOutput);
    }
    return all;
  }

  byte[] output() {
    return workerOutput != null ? workerOutput.bytes() : children.getLast().captured(1);
  }

  /** See {@link Child#endInput}. */
  long endInput() throws IOException, InterruptedException {
    return children.getFirst().endInput();
  }

  /** Closes our ends; programs that still run are stopped first, by the standard ladder. */
  @Override
  public void close() {
    closed = true;
    watching.forEach(JobWatch::close);
    if (isAlive()) {
      stop();
    }
    workers.forEach(StageRunner::stop);
    for (Child child : children) {
      child.close();
    }
  }

  private boolean isAlive() {
    for (Child child : children) {
      if (child.isAlive()) {
        return true;
      }
    }
    return false;
  }

  /** What was started. */
  @Override
  public String toString() {
    return description.get();
  }
}
