package io.standpipe.internal.tree;

import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.proc.ProcessInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends tied children when this JVM has ended, however it ended: a shell, {@code watchdog.sh}, one
 * for the whole JVM, started before the first tied child. It reads the <em>lifeline</em>, a pipe
 * whose only write end is ours: the kernel closes that end when this process is gone, even by
 * SIGKILL.
 *
 * <p>The shell learns which children are tied, and which of them have ended. It holds nothing but
 * the lifeline and {@code /dev/null}; it leads a process group, so that Ctrl-C does not reach it,
 * and it ends when the lifeline does.
 *
 * <p><b>There is no gap.</b> The shell knows a child before the child executes its program (see
 * {@code HeldSpawn}). If the shell is killed, its exit is an event, on which another takes its
 * place and is told of all children.
 *
 * <p><b>The shell must not kill a stranger.</b> It learns each pid together with the time of its
 * start, taken while the child has certainly not been reaped.
 *
 * <p><b>No interrupt may close the lifeline</b>, because that would end all tied children. So the
 * lines are written by raw calls, each a whole line or nothing.
 */
public final class ParentWatchdog {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final String SCRIPT = "watchdog.sh";
  private static final long PAUSE_MILLIS = 100;
  private static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_EARLY_DEATHS = 3;

  private final WatchdogShell.Starter starter;

  /** By pid, what the shell was told; told again to its successor if the shell is killed. */
  private final Map<Long, Tie> ties = new LinkedHashMap<>();

  private @Nullable WatchdogShell shell;
  private long startedNanos;
  private int earlyDeaths;

  /** How many shells were started: the number of the last one. */
  private int shells;

  /** A child as the shell knows it. */
  public record Tie(long pid, long startTicks, ProcessGroup group, Optional<Path> cgroup) {
    private String begin() {
      int leads = group == ProcessGroup.OWN ? 1 : 0;
      String folder = cgroup.map(Path::toString).orElse("-");
      return "+ %d %d %d %s\n".formatted(pid, startTicks, leads, folder);
    }

    private String end() {
      return "- %d %d\n".formatted(pid, startTicks);
    }
  }

  public ParentWatchdog(WatchdogShell.Starter starter) {
    this.starter = starter;
  }

  /**
   * Makes sure that the shell runs.
   *
   * @throws IOException if it cannot be started
   */
  public synchronized void start() throws IOException {
    if (shell == null) {
      replace();
    }
  }

  /**
   * Ties a child that was spawned and has not been reaped. {@link #untie} must follow when it has
   * ended.
   *
   * @param cgroup the folder of its control group, if it has one
   * @return empty if there is no such process any more
   * @throws IOException if the shell cannot be started, or does not read
   */
  public Optional<Tie> tie(int pid, ProcessGroup group, Optional<Path> cgroup) throws IOException {
    Optional<ProcessInfo> process = ProcessInfo.of(pid);
    if (process.isEmpty()) {
      return Optional.empty();
    }
    var tie = new Tie(pid, process.get().startTicks(), group, cgroup);
    begin(tie);
    return Optional.of(tie);
  }

  private synchronized void begin(Tie tie) throws IOException {
    boolean heard = tell(tie.begin());
    if (!heard) {
      replace();
      heard = tell(tie.begin());
    }
    if (!heard) {
      throw new IOException(
          "tie a program to this JVM: "
              + shell
              + ", which is to end it, does not read its input; check /bin/sh");
    }
    ties.put(tie.pid, tie);
  }

  /**
   * Unties a child that has ended. If another tied child has its pid by now, that one stays tied.
   */
  public synchronized void untie(Tie tie) {
    ties.remove(tie.pid, tie);
    tell(tie.end()); // if the shell does not read, its successor never learns of this child
  }

  /** Whether the shell took the line. It reads as lines come; it may be busy, stopped or killed. */
  private boolean tell(String line) {
    if (shell == null) {
      return false;
    }
    WriteEnd lifeline = shell.lifeline();
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    int n = lifeline.uninterrupted(fd -> lifeline.posix().write(fd, bytes));
    if (n == -Errno.EAGAIN) {
      lifeline.uninterrupted(fd -> lifeline.posix().poll(fd, Constants.POLLOUT, PATIENCE_MILLIS));
      n = lifeline.uninterrupted(fd -> lifeline.posix().write(fd, bytes));
    }
    return n > 0;
  }

  /**
   * Starts a shell, in the place of another if there is one. The old one, if it lives, is killed
   * before its lifeline is closed: it would take that for our end. If the new one does not read,
   * the next child that is to be tied finds out.
   */
  private void replace() throws IOException {
    closeShell();
    startedNanos = System.nanoTime();
    WatchdogShell next = starter.start(script());
    shell = next;
    shells++;
    ties.values().forEach(tie -> tell(tie.begin()));
    int number = shells;
    next.whenEnded(() -> replaceEnded(number));
  }

  /**
   * The shell has ended, though its lifeline has not: it was killed. Another takes its place at
   * once while children are tied. If none can be started now, it is tried again after a moment.
   */
  private void replaceEnded(int ended) {
    try {
      TimeUnit.MILLISECONDS.sleep(pauseAfterDeath());
      while (!isReplaced(ended)) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("no other code knows this thread", e);
    }
  }

  /** Shells that end again and again as soon as they begin must not keep a processor busy. */
  private synchronized long pauseAfterDeath() {
    boolean early = System.nanoTime() - startedNanos < EARLY_NANOS;
    earlyDeaths = early ? earlyDeaths + 1 : 0;
    return earlyDeaths > MOST_EARLY_DEATHS ? PAUSE_MILLIS : 0;
  }

  /** Whether nothing is left to do about a shell that has ended. */
  private synchronized boolean isReplaced(int ended) {
    if (shell != null && shells != ended) {
      return true;
    }
    try {
      if (ties.isEmpty()) {
        closeShell(); // the next child that is to be tied starts another
      } else {
        replace();
      }
      return true;
    } catch (IOException | VirtualMachineError e) {
      return false;
    }
  }

  private void closeShell() {
    WatchdogShell old = shell;
    shell = null;
    if (old != null) {
      old.kill();
    }
  }

  private static String script() {
    try (InputStream in = ParentWatchdog.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException(SCRIPT + " is missing in the jar of Standpipe");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + SCRIPT, e);
    }
  }
}
