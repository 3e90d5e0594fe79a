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
import org.jspecify.annotations.Nullable;

/**
 * Ends tied children when this JVM has ended, however it ended: a shell, {@code watchdog.sh}, one
 * for the whole JVM, started with the first tied child. It reads the <em>lifeline</em>, a pipe
 * whose only write end is ours: the kernel closes that end when this process is gone, even by
 * SIGKILL.
 *
 * <p>The shell learns which children are tied, and which of them have ended. It holds nothing but
 * the lifeline and {@code /dev/null}; it leads a process group, so that Ctrl-C does not reach it,
 * and it ends when the lifeline does.
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

  private final WatchdogShell.Starter starter;

  /** By pid, what the shell was told; told again to its successor if the shell is killed. */
  private final Map<Long, Tie> ties = new LinkedHashMap<>();

  private @Nullable WatchdogShell shell;

  /** A child as the shell knows it. */
  private record Tie(long pid, long startTicks, ProcessGroup group, Optional<Path> cgroup) {
    String begin() {
      int leads = group == ProcessGroup.OWN ? 1 : 0;
      String folder = cgroup.map(Path::toString).orElse("-");
      return "+ %d %d %d %s\n".formatted(pid, startTicks, leads, folder);
    }

    String end() {
      return "- %d %d\n".formatted(pid, startTicks);
    }
  }

  public ParentWatchdog(WatchdogShell.Starter starter) {
    this.starter = starter;
  }

  /**
   * Ties a child just started. A JVM that is killed before this returns may leave it behind.
   *
   * @throws IOException if the shell cannot be started, or does not read
   */
  public void tie(ChildProcess child) throws IOException {
    Optional<ProcessInfo> process = ProcessInfo.of(child.pid());
    // If it has not been reaped now, it had not been when its start was read: the start is its own.
    if (process.isEmpty() || !child.isAlive()) {
      return;
    }
    long startTicks = process.get().startTicks();
    Tie tie = new Tie(child.pid(), startTicks, child.group(), child.cgroup());
    begin(tie);
    // Only now: the shell must not learn of the end before the beginning.
    child.whenEnded(() -> untie(tie));
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

  /** If the pid belongs to another tied child by now, that one stays tied. */
  private synchronized void untie(Tie tie) {
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
   * Starts another shell in its place. The old one, if it lives, is killed before its lifeline is
   * closed: it would take that for our end. If the new one does not read, the next child that is to
   * be tied finds out.
   */
  private void replace() throws IOException {
    if (shell != null) {
      shell.kill();
    }
    shell = starter.start(script());
    ties.values().forEach(tie -> tell(tie.begin()));
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
