package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.ProcessInfo;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.posix.WaitStatus;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.ExitWatch;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A program that was started. Three events are kept apart, for they come apart:
 *
 * <ul>
 *   <li>its <b>exit</b>: {@link #await}, {@link #onExit}
 *   <li>the <b>end of each stream</b>: its reader says so. It comes when every process that holds
 *       the write end has closed it; a descendant may do so long after the child's exit
 *   <li>the <b>end of the whole tree</b>: {@link #awaitTree}
 * </ul>
 *
 * <p>The child is reaped when it exits, whether somebody waits or not. Safe from any thread.
 */
public final class Child implements AutoCloseable {
  private final Command command;
  private final int pid;
  private final ExitWatch exit;
  private final DescriptorLayout wiring;
  private final boolean leadsGroup;
  private final Optional<Containment> containment;
  private final ProcessTree tree;
  private final DeadlineDiagnosis inquiry;
  private final List<End> taken = new CopyOnWriteArrayList<>();
  private volatile Set<Integer> crossed = Set.of();
  private @Nullable CompletableFuture<ExitStatus> onExit;

  /** Why the last signal did not reach it: an errno, or 0. */
  private volatile int refusal;

  Child(
      Posix posix,
      Command command,
      int pid,
      ExitWatch exit,
      DescriptorLayout wiring,
      Optional<Containment> containment) {
    this.command = command;
    this.pid = pid;
    this.exit = exit;
    this.wiring = wiring;
    this.leadsGroup = !wiring.sharesTerminal();
    this.containment = containment;
    this.tree = new ProcessTree(posix, pid, leadsGroup, exit::hasEnded, containment);
    containment.ifPresent(this::contain);
    this.inquiry = new DeadlineDiagnosis(new OwnProcessView(List.of(this), List.of(), captures()));
    for (End end : ends()) {
      end.askAbout(inquiry);
    }
    wiring.feeds.forEach(InputPump::start);
    wiring.captures.values().forEach(OutputCollector::start);
  }

  private void contain(Containment by) {
    by.takeRest(tree);
    whenEnded(() -> {
      try {
        tree.awaitEmpty(Deadline.NEVER);
        by.remove();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // nobody does: the thread is this one's own
      }
    });
  }

  /** See {@link ExitWatch#whenEnded}. */
  void whenEnded(Runnable action) {
    exit.whenEnded(action);
  }

  /** Makes sure that it ends with this JVM. */
  void tie() throws IOException {
    ParentWatchdog.shared().tie(this, leadsGroup, cgroup());
  }

  /** Its process id. Not used for another process before the child has exited. */
  public long pid() {
    return pid;
  }

  /**
   * The folder of the control group that is its own, if it was {@link Command#contained} and this
   * user may make one: limits can be set there. It is removed when the last process in it has
   * ended.
   */
  public Optional<Path> cgroup() {
    return containment.flatMap(Containment::folder);
  }

  /**
   * What was started: with the words, variables and redirects that {@link Command#buffering} has
   * led to.
   */
  public Command command() {
    return command;
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
    PseudoTerminal terminal = wiring.terminal();
    if (terminal == null) {
      throw new IllegalStateException(
          this + " has no terminal of its own; start it with Command.terminal()");
    }
    return terminal;
  }

  /** Our end of the pipe that is its descriptor {@code n}, for it to read from. */
  public PipeWriter writer(int n) {
    PipeWriter writer = wiring.writers.get(n);
    if (writer == null) {
      throw new IllegalStateException(noPipe(n, n == 0 ? "pipe()" : "pipeToChild()"));
    }
    return writer;
  }

  /** Our end of the pipe that is its descriptor {@code n}, for it to write to. */
  public PipeReader reader(int n) {
    PipeReader reader = wiring.readers.get(n);
    if (reader == null) {
      throw new IllegalStateException(noPipe(n, n <= 2 ? "pipe()" : "pipeFromChild()"));
    }
    return reader;
  }

  private String noPipe(int n, String redirect) {
    return "descriptor "
        + n
        + " of "
        + this
        + " is no pipe to us; start it with Redirect."
        + redirect;
  }

  /** Whether it has not exited yet. */
  public boolean isAlive() {
    return !exit.hasEnded();
  }

  /** Blocks until it has exited. A virtual thread leaves its carrier. */
  public ExitStatus await() throws InterruptedException {
    exit.await(Deadline.NEVER);
    return ended();
  }

  /** Blocks until it has exited, or the time has passed: then empty, and the child goes on. */
  public Optional<ExitStatus> await(Duration limit) throws InterruptedException {
    requireNonNull(limit, "limit");
    return awaitExit(Deadline.after(limit)) ? Optional.of(ended()) : Optional.empty();
  }

  boolean awaitExit(Deadline deadline) throws InterruptedException {
    return exit.await(deadline);
  }

  /** How it ended; empty while it runs. Does not block. */
  public Optional<ExitStatus> status() {
    return exit.hasEnded() ? Optional.of(ended()) : Optional.empty();
  }

  /**
   * Blocks until it has exited, and makes sure that it ended as was declared fine.
   *
   * @throws CommandFailedException if it did not; see {@link Command#success}
   */
  public ExitStatus awaitSuccess() throws IOException, InterruptedException {
    ExitStatus status = await();
    if (!command.expectation().accepts(status)) {
      throw new CommandFailedException(command, status, errorTail());
    }
    return status;
  }

  /**
   * Completed when it has exited, each on a virtual thread of its own: whatever is attached may
   * block. Each call returns another future; to complete or cancel one does nothing to the child.
   */
  public synchronized CompletableFuture<ExitStatus> onExit() {
    if (onExit == null) {
      var future = new CompletableFuture<ExitStatus>();
      exit.whenEnded(() -> future.completeAsync(this::ended, Runnable::run));
      onExit = future;
    }
    return onExit.thenApplyAsync(status -> status, Thread::startVirtualThread);
  }

  private ExitStatus ended() {
    long status = exit.status();
    if (status < 0) {
      throw new IllegalStateException(
          "the exit status of "
              + this
              + " is lost: somebody else has waited for this child, or the"
              + " process was started with SIGCHLD ignored");
    }
    int value = WaitStatus.value(status);
    return WaitStatus.exited(status)
        ? new ExitStatus.Exited(value)
        : new ExitStatus.Signaled(new Signal(value), WaitStatus.dumped(status));
  }

  /**
   * Sends a signal to it alone.
   *
   * @return false if nothing was sent, to nobody: it has exited, or runs as another user now
   */
  public boolean signal(Signal signal) {
    requireNonNull(signal, "signal");
    int result = exit.signal(signal.number());
    refusal = Math.max(-result, 0);
    return result == 0;
  }

  /**
   * Sends a signal to it and to its descendants, as far as they can be found: as Ctrl-C on a
   * terminal reaches all whom a program has started.
   *
   * <p>Descendants are looked for before the child gets it: then they may have another parent.
   * Those of its group get it together with the child, and only once.
   */
  public void signalAll(Signal signal) {
    requireNonNull(signal, "signal");
    List<ProcessInfo> descendants = tree.members();
    if (signal.equals(Signal.KILL)) {
      containment.ifPresent(Containment::kill);
    }
    boolean group = isInItsGroup() && exit.signalGroup(signal.number()) == 0;
    if (!group) {
      signal(signal);
    }
    // One that has left the group since we looked (setsid) must not escape; twice killed is killed.
    boolean again = !group || signal.equals(Signal.KILL);
    tree.signal(signal, descendants.stream().filter(p -> again || p.group() != pid).toList());
  }

  /** It may have gone to another group since, and left its children behind in this one. */
  private boolean isInItsGroup() {
    return leadsGroup && ProcessInfo.of(pid).filter(p -> p.group() == pid).isPresent();
  }

  /**
   * The pids of its descendants that are alive, itself excluded, as far as they can be found: by
   * their parents, by the child's process group, or because it was {@link Command#contained}. One
   * that left the first two before anybody looked is found by the third alone.
   */
  public List<Long> descendants() {
    return tree.pids();
  }

  /**
   * Blocks until it and all its descendants have ended, or the time has passed: whether they have.
   * Which descendants: see {@link #descendants}.
   */
  public boolean awaitTree(Duration limit) throws InterruptedException {
    requireNonNull(limit, "limit");
    return awaitTreeUntil(Deadline.after(limit));
  }

  boolean awaitTreeUntil(Deadline deadline) throws InterruptedException {
    look();
    return awaitExit(deadline) && tree.awaitEmpty(deadline);
  }

  /** {@link #stop(Ladder)} by the standard ladder. */
  public StopPolicy.Report stop() {
    return stop(StopPolicy.standard());
  }

  /**
   * Stops it and its descendants, as {@code ladder} says, and reports what could not be stopped.
   * Blocks no longer than the ladder's limits together; an interrupt goes straight to SIGKILL and
   * is set again at the end. Stopping again is harmless.
   */
  public StopPolicy.Report stop(StopPolicy ladder) {
    requireNonNull(ladder, "ladder");
    return StopSequence.climb(List.of(this), ladder).getFirst();
  }

  /** Whether we held its input, and have closed it now. */
  boolean closeInput() {
    PipeWriter input = wiring.writers.get(0);
    if (input != null) {
      input.close();
    }
    return input != null;
  }

  /** Looks for descendants now, so that they are known when their parents have gone. */
  void look() {
    tree.members();
  }

  /** How its stopping went, so far. */
  StopPolicy.Report report() {
    var survivors = new ArrayList<StopPolicy.Survivor>();
    Optional<ExitStatus> status = status();
    if (status.isEmpty()) {
      ProcessInfo.of(pid).map(p -> SurvivorReason.of(p, refusal)).ifPresent(survivors::add);
    }
    survivors.addAll(tree.survivors());
    return new StopPolicy.Report(status, survivors);
  }

  /**
   * Why it, or we, have stopped talking: what the doctor finds that concerns it and its
   * descendants. Blocks for some 20 ms on a desktop, some 150 ms more where something looks like a
   * deadlock; nobody is stopped or changed by it.
   *
   * <p>Our own ends take part. Where a thread waits at one of them right now, the doctor takes it
   * that this process waits for the child there. It cannot know what other threads will do, so a
   * deadlock with this process is never called more than likely.
   */
  public Diagnosis diagnose() {
    return inquiry.now();
  }

  /** Our ends of its pipes and its terminal, and those taken while we were crossed with it. */
  List<End> ends() {
    List<End> ends = wiring.ends();
    ends.addAll(taken);
    return ends;
  }

  /** The standard descriptors of this process that are ends of its pipes now. */
  Set<Integer> crossed() {
    return crossed;
  }

  void crossed(Set<Integer> descriptors) {
    crossed = descriptors;
  }

  /** One of those as an end: it belongs to this child. */
  void take(End end) {
    taken.removeIf(other -> !other.isOpen());
    taken.add(end);
    end.askAbout(inquiry);
  }

  List<InputPump> feeds() {
    return wiring.feeds;
  }

  List<OutputCollector> captures() {
    return List.copyOf(wiring.captures.values());
  }

  byte[] captured(int n) {
    OutputCollector capture = wiring.captures.get(n);
    return capture == null ? new byte[0] : capture.bytes();
  }

  String errorTail() {
    return new String(captured(2), StandardCharsets.UTF_8);
  }

  /** Ends the writing of input that was given in advance: how many bytes the pipe took. */
  long endInput() throws IOException, InterruptedException {
    long accepted = 0;
    for (InputPump feed : wiring.feeds) {
      accepted += feed.end();
    }
    return accepted;
  }

  /**
   * Closes our ends of its pipes; if it still runs, stops it first by the standard ladder.
   * Descendants of a child that has exited are left alone.
   */
  @Override
  public void close() {
    if (isAlive()) {
      stop();
    }
    wiring.closeOurs();
  }

  /** {@code child 797 (python3 -u child.py)}. */
  @Override
  public String toString() {
    return "child " + pid + " (" + Escaping.line(command.words()) + ")";
  }
}
