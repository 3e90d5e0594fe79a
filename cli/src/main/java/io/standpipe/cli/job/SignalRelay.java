package io.standpipe.cli.job;

import io.standpipe.Child;
import io.standpipe.Job;
import io.standpipe.Signal;
import io.standpipe.StopPolicy;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.internal.proc.ProcessInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command does when it is told to end while its programs run, as shells, timeout(1) and
 * {@code docker stop} do:
 *
 * <ol>
 *   <li>SIGINT: the kernel sends it to every process of the terminal's foreground group, and so to
 *       the programs. They may take their time to clean up: the command waits for them. To programs
 *       that have a group of their own it passes the signal on. A second SIGINT hurries them with
 *       SIGTERM, a third kills them.
 *   <li>SIGTERM and SIGHUP are passed on, each once, with what the programs have started; what is
 *       left after the grace is killed.
 * </ol>
 *
 * <p><b>Threads.</b> The JVM runs each handler on a thread of its own, while the main thread waits
 * for the programs, whose end wakes it. A signal that comes while the programs are started waits
 * for the monitor until all are; one that came before prevents the start. {@link #awaitStop} makes
 * the main thread wait for a handler that is still at work; a signal after that ends the command at
 * once, as there is nothing left to wait for.
 */
final class SignalRelay {
  private static final int KILLS = 3;
  private static final long SELF = ProcessHandle.current().pid();

  private enum Told {
    HUP,
    INT,
    TERM;

    Signal signal() {
      return switch (this) {
        case HUP -> Signal.HUP;
        case INT -> Signal.INT;
        case TERM -> Signal.TERM;
      };
    }
  }

  private enum State {
    BEFORE_START,
    RUNNING,
    OVER
  }

  private final Duration grace;
  private final Set<Told> told = EnumSet.noneOf(Told.class);
  private final List<Thread> stopping = new ArrayList<>();
  private State state = State.BEFORE_START;
  private @Nullable Job job;
  private int interrupts;

  /** The first signal, which decides how the command ends; SIGINT in any case. */
  private @Nullable Told reason;

  SignalRelay(Duration grace) {
    this.grace = grace;
  }

  /**
   * Handles the signals from now on, until this process ends.
   *
   * @param interrupts whether SIGINT too; otherwise the caller does
   */
  void install(boolean interrupts) {
    for (Told signal : Told.values()) {
      if (signal != Told.INT || interrupts) {
        JvmSignals.handle(signal.name(), () -> handle(signal));
      }
    }
  }

  /** Starts the programs. */
  interface Start {
    Job start() throws IOException;
  }

  /** Starts the programs, unless the command was told to end before. */
  synchronized Job start(Start programs) throws IOException {
    if (reason != null) {
      throw new ExitException(ExitCode.bySignal(reason.signal().number()), "", null);
    }
    Job started = programs.start();
    job = started;
    state = State.RUNNING;
    return started;
  }

  private void handle(Told signal) {
    Job running;
    int count;
    boolean first;
    synchronized (this) {
      first = told.add(signal);
      reason = reason == null || signal == Told.INT ? signal : reason;
      if (state == State.OVER) {
        Runtime.getRuntime().exit(ExitCode.shellCode(reason.signal().number()));
      }
      if (signal == Told.INT) {
        interrupts++;
      }
      count = interrupts;
      running = job;
      stopping.add(Thread.currentThread());
    }
    if (running != null && signal == Told.INT) {
      interrupt(running, count);
    } else if (running != null && first) {
      end(running, signal);
    }
  }

  private static void interrupt(Job running, int count) {
    if (count >= KILLS) {
      running.stop(StopPolicy.killAtOnce());
    } else if (count > 1) {
      running.signalAll(Signal.TERM);
    } else {
      long ours = group(SELF).orElse(SELF);
      running.children().stream()
          .filter(child -> group(child.pid()).filter(group -> group != ours).isPresent())
          .forEach(child -> child.signalAll(Signal.INT));
    }
  }

  private static Optional<Long> group(long pid) {
    return ProcessInfo.of(pid).map(ProcessInfo::group);
  }

  private void end(Job running, Told signal) {
    running.signalAll(signal.signal());
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      for (Child child : running.children()) {
        if (!child.awaitTree(Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)))) {
          running.stop(StopPolicy.killAtOnce());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // no other code knows this thread
    }
  }

  /** Blocks, after the programs have ended, until what they have started has ended as well. */
  void awaitStop() throws InterruptedException {
    Thread handler = nextHandler();
    while (handler != null) {
      handler.join();
      handler = nextHandler();
    }
  }

  /** The last answer, that there is none, makes every later signal end the command. */
  private synchronized @Nullable Thread nextHandler() {
    if (stopping.isEmpty()) {
      state = State.OVER;
      return null;
    }
    return stopping.removeLast();
  }

  /**
   * How the command ends: by SIGINT after that; after another signal, by that one if a signal ended
   * the programs, otherwise as they did.
   *
   * @param code how it would end otherwise
   * @param bySignal whether a signal has ended a program that decides how the command ends
   */
  synchronized int exitCode(int code, boolean bySignal) {
    boolean dies = reason == Told.INT || (reason != null && bySignal);
    return dies && reason != null ? ExitCode.bySignal(reason.signal().number()) : code;
  }

  /** Whether a signal has come: how the programs end is no surprise then. */
  synchronized boolean isToldToEnd() {
    return reason != null;
  }

  /** Whether SIGINT has come: then what the programs leave undone is no failure to report. */
  synchronized boolean isInterrupted() {
    return reason == Told.INT;
  }
}
