package io.standpipe.cli.job;

import io.standpipe.Signal;
import io.standpipe.cli.option.HandedOn;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the command does when it is told to end. The first SIGINT, SIGTERM or SIGHUP closes the
 * service, which brings what is under way to its end; any further one ends the process.
 *
 * <p><b>Threads.</b> The JVM runs each handler on a thread of its own. That thread closes the
 * service, and by that wakes the main thread, which waits for the service and then for the handler
 * ({@link #awaitClosed}). A signal before the service has started interrupts the main thread, which
 * is starting it: once, and only while it is, because {@link #start} and the handler hold the same
 * monitor. A signal that comes after the start has returned and before the monitor is taken again
 * finds no service yet; then {@link #start} sees it and does not hand the worker out.
 */
public final class StopSignals {
  private static final List<Signal> ALL = List.of(Signal.INT, Signal.TERM, Signal.HUP);

  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Signal told;
  private @Nullable Thread starting;
  private @Nullable RunningService service;

  /** Handles the signals from now on, until this process ends. */
  void install() {
    if (HandedOn.isWholeProcess()) {
      for (Signal signal : ALL) {
        JvmSignals.handle(signal.name().substring("SIG".length()), () -> tell(signal));
      }
    }
  }

  /** Starts the service, unless the command is told to end before it has started. */
  <S extends RunningService> S start(RunningService.Starter<S> starter)
      throws IOException, InterruptedException {
    synchronized (this) {
      throwIfTold();
      starting = Thread.currentThread();
    }
    S started = null;
    try {
      started = starter.start();
      return handOut(started);
    } catch (IOException | InterruptedException e) {
      if (started != null) {
        started.close();
      }
      synchronized (this) {
        throwIfTold(); // what failed is a consequence
      }
      throw e;
    } finally {
      synchronized (this) {
        starting = null;
      }
    }
  }

  private synchronized <S extends RunningService> S handOut(S started) throws ExitException {
    starting = null;
    if (told != null) {
      boolean _ = Thread.interrupted(); // meant for the start, which is over
      throwIfTold();
    }
    service = started;
    return started;
  }

  private void throwIfTold() throws ExitException {
    if (told != null) {
      throw new ExitException(ExitCode.bySignal(told.number()), "", null);
    }
  }

  /** The signal has come. Blocks until the service is closed, if it has started. */
  public void tell(Signal signal) {
    RunningService running;
    boolean first;
    synchronized (this) {
      first = told == null;
      told = first ? signal : told;
      running = service;
      if (first && starting != null) {
        starting.interrupt();
      }
    }
    if (!first) {
      Runtime.getRuntime().exit(ExitCode.shellCode(signal.number()));
    } else if (running != null) {
      close(running);
    }
  }

  private void close(RunningService running) {
    try {
      running.close();
    } catch (IOException | RuntimeException e) {
      StandardOutput.warn(ExitException.of(e).line());
    } finally {
      closed.countDown();
    }
  }

  /** The signal that has come; null for none. */
  synchronized @Nullable Signal told() {
    return told;
  }

  /** Blocks until a service that was told to end is closed, at most for {@code limit}. */
  boolean awaitClosed(Duration limit) throws InterruptedException {
    return closed.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
