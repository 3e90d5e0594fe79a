package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.CapturedOutput;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.diagnosis.DeadlineDiagnosis;
import io.standpipe.internal.diagnosis.DeadlockNotifier;
import io.standpipe.internal.diagnosis.OwnProcessView;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.StageRunner;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.start.StartedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several programs started together: a {@link Pipeline} or a {@link Link} at work. Safe from any
 * thread.
 *
 * <p><b>How it ended</b> is how the last of its programs ended that failed, and if none did, how
 * the last one ended (the shells' pipefail). Each {@link Command} says what counts as failed; but a
 * program that died of SIGPIPE because another had read enough has not failed, and does not count.
 */
public final class Job implements AutoCloseable {
  private final Supplier<String> description;
  private final List<Child> children;
  private final List<StageRunner> stages;
  private final @Nullable OutputCollector stageOutput;
  private final JobOutcome outcome;
  private final DeadlockNotifiers notifiers = new DeadlockNotifiers();

  /**
   * A job that runs.
   *
   * @param readers who reads what each program writes
   * @param stageOutput keeps the output of a Java stage at the end, if there is one
   */
  Job(
      Supplier<String> description,
      List<Child> children,
      List<StageRunner> stages,
      StageReaders readers,
      @Nullable OutputCollector stageOutput) {
    this.description = description;
    this.children = List.copyOf(children);
    this.stages = List.copyOf(stages);
    this.stageOutput = stageOutput;
    this.outcome = new JobOutcome(this.children, this.stages, readers, stageOutput);
    var diagnosis = new DeadlineDiagnosis(view());
    this.children.forEach(child -> child.explainBy(diagnosis));
    for (OutputCollector collector : collectors()) {
      collector.whenOverflowed(this::kill);
    }
  }

  static Job of(Child child) {
    return new Job(
        () -> "command " + child.started().spec(),
        List.of(child),
        List.of(),
        new StageReaders(),
        null);
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

  /** Whether a program or a Java stage still runs. */
  public boolean isAlive() {
    return children.stream().anyMatch(Child::isAlive)
        || !stages.stream().allMatch(StageRunner::hasEnded);
  }

  /** Blocks until all have ended, Java stages too. */
  public ExitStatus await() throws InterruptedException {
    awaitExit(Deadline.NEVER);
    return outcome.status();
  }

  /** Blocks until all have ended, or for {@code limit}: then empty, and the job goes on. */
  public Optional<ExitStatus> await(Duration limit) throws InterruptedException {
    requireNonNull(limit, "limit");
    return awaitExit(Deadline.after(limit)) ? Optional.of(outcome.status()) : Optional.empty();
  }

  /**
   * Blocks until all have ended, and makes sure that none failed.
   *
   * @throws IOException as {@link #throwIfFailed} does
   */
  public ExitStatus awaitSuccess() throws IOException, InterruptedException {
    ExitStatus status = await();
    throwIfFailed();
    return status;
  }

  boolean awaitExit(Deadline deadline) throws InterruptedException {
    for (Child child : children) {
      if (!child.awaitExit(deadline)) {
        return false;
      }
    }
    for (StageRunner stage : stages) {
      if (!stage.awaitEnd(deadline)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Blocks until all have ended, Java stages too, or for {@code limit}; then stops them as {@code
   * policy} says. With its {@code afterInputClosed} zero, SIGTERM goes out at the limit: nothing is
   * looked for before it. The reason is looked for shortly before the limit, as far as it can be
   * found by then.
   *
   * <p>An interrupt ends the wait, and the job goes on.
   *
   * @throws DeadlineExceededException once they are stopped
   */
  public ExitStatus awaitOrStop(Duration limit, StopPolicy policy)
      throws DeadlineExceededException, InterruptedException {
    LimitedWait.run(asTarget(), this::awaitExit, limit, policy, this::beforeStop, this::running);
    return outcome.status();
  }

  /** What has not ended, in words: {@code child 797 (cat) still ran, and 1 more}. */
  String running() {
    Stream<String> programs = children.stream().filter(Child::isAlive).map(Child::toString);
    Stream<String> code = stages.stream().filter(s -> !s.hasEnded()).map(StageRunner::part);
    List<String> running = Stream.concat(programs, code).toList();
    String first = running.isEmpty() ? "it" : running.getFirst();
    return first
        + " still ran"
        + (running.size() > 1 ? ", and " + (running.size() - 1) + " more" : "");
  }

  private List<StartedProcess> started() {
    return children.stream().map(Child::started).toList();
  }

  LimitedWait.Target asTarget() {
    return new LimitedWait.Target(toString(), started(), stages, this::captured);
  }

  /**
   * How each program ended, in order.
   *
   * @throws IllegalStateException while one still runs
   */
  public List<ExitStatus> statuses() {
    return outcome.statuses();
  }

  /** How the job as a whole ended; empty while a program still runs. Does not block. */
  public Optional<ExitStatus> status() {
    return children.stream().anyMatch(Child::isAlive)
        ? Optional.empty()
        : Optional.of(outcome.status());
  }

  /**
   * Makes sure, once all have ended, that none failed.
   *
   * @throws CommandFailedException for the last that did. It names the others, which are suppressed
   *     in it, and so is what Java stages, or a link's tap, threw
   * @throws IOException that names the Java stage or the tap that threw, if no program failed
   */
  public void throwIfFailed() throws IOException {
    throwIfFailed(RunOptions.STANDARD);
  }

  void throwIfFailed(RunOptions whole) throws IOException {
    outcome.throwIfFailed(whole);
  }

  /**
   * Sends a signal to each program alone, not to descendants.
   *
   * @return whether it was sent to at least one
   */
  public boolean signal(Signal signal) {
    requireNonNull(signal, "signal");
    return children.stream().filter(child -> child.signal(signal)).count() > 0;
  }

  /** Sends a signal to each program and to its descendants: see {@link Child#signalAll}. */
  public void signalAll(Signal signal) {
    requireNonNull(signal, "signal");
    children.forEach(child -> child.signalAll(signal));
  }

  /** {@link #stop(StopPolicy)} by the standard policy. */
  public List<StopReport> stop() {
    return stop(StopPolicy.standard());
  }

  /** Stops all of them together, see {@link Child#stop(StopPolicy)}: a report each, in order. */
  public List<StopReport> stop(StopPolicy policy) {
    requireNonNull(policy, "policy");
    stages.forEach(StageRunner::stop);
    return StopTogether.stop(started(), policy);
  }

  /**
   * Too much output has come. The streams are abandoned too, because a descendant that is not found
   * may hold them open for ever.
   */
  private void kill() {
    stages.forEach(StageRunner::stop);
    children.forEach(child -> child.signalAll(Signal.KILL));
    collectors().forEach(OutputCollector::abandon);
  }

  /**
   * Why its programs have stopped talking, or which of them is the slow one: what the doctor finds
   * that concerns them, their descendants, and the Java code between them. See {@link
   * Child#diagnose}.
   */
  public Diagnosis diagnose() {
    return new DeadlineDiagnosis(view()).now();
  }

  /** What the doctor says while the exits are waited for in vain. */
  Diagnosis beforeStop(BooleanSupplier ended) {
    return new DeadlineDiagnosis(view()).beforeStop(ended);
  }

  /**
   * Watches for deadlocks from now on, until the job has ended or is closed. Each one that is found
   * is reported once, on a virtual thread of its own, within two seconds of its forming: proved
   * ones, and likely ones whose doubts are faint. To end it then, {@link #stop} the job.
   *
   * <p>While nothing is wrong this takes less than 1 % of a core, and no thread of its own: one
   * thread looks at all watched jobs in turn. Ends that were given to other code (as by {@link
   * Redirect#pipe}) count as if that code might use them at any time.
   */
  public void onDeadlock(Consumer<Diagnosis> action) {
    requireNonNull(action, "action");
    var pids = children.stream().map(Child::pid).collect(Collectors.toSet());
    notifiers.add(DeadlockNotifier.start(() -> !isAlive(), pids, this::view, action));
  }

  OwnProcessView view() {
    return new OwnProcessView(started(), stages, collectors());
  }

  List<OutputCollector> collectors() {
    var all = new ArrayList<OutputCollector>();
    children.forEach(child -> all.addAll(child.started().collectors()));
    if (stageOutput != null) {
      all.add(stageOutput);
    }
    return all;
  }

  /** What was kept. */
  Output output(long inputAccepted, List<String> stillOpen) {
    return outcome.output(inputAccepted, stillOpen);
  }

  /** What has been kept by now, for an exception. */
  CapturedOutput captured() {
    return outcome.captured();
  }

  /** Ends the writing of input that was given in advance: how many bytes the pipe took. */
  long endInput() throws IOException, InterruptedException {
    return children.getFirst().started().endInput();
  }

  /** Lets all programs go: see {@link Child#detach}. Java stages are stopped by {@link #close}. */
  public void detach() {
    children.forEach(Child::detach);
  }

  /**
   * Stops what is left of its programs, all together, as {@link Child#close} does for each, even if
   * the programs themselves have exited; then closes our ends. Java stages are stopped.
   */
  @Override
  public void close() {
    notifiers.close();
    stages.forEach(StageRunner::stop);
    StopTogether.standard(
        children.stream().filter(Child::isToBeStopped).map(Child::started).toList());
    children.forEach(Child::closeOurs);
  }

  /** What was started. */
  @Override
  public String toString() {
    return description.get();
  }
}
