package io.standpipe;

import io.standpipe.doctor.ProcessInfo;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Errno;
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
 * Ends tied children when this JVM has ended, however it ended: a shell, {@code warden.sh}, one for
 * the whole JVM, started with the first tied child. It reads the <em>lifeline</em>, a pipe whose
 * only write end is ours: the kernel closes that when this process is no more, by SIGKILL too.
 *
 * <p>It is told which children are tied, and which of them have ended. What it holds is the
 * lifeline and {@code /dev/null}; it leads a process group, so that Ctrl-C does not reach it, and
 * ends when the lifeline does.
 *
 * <p><b>A child that is killed for us must be that child.</b> A pid is told together with the time
 * of its start, and taken while the child is surely not reaped.
 *
 * <p><b>No interrupt may close the lifeline</b>, for that would end all tied children. So the lines
 * are written by raw calls, each a whole line or nothing.
 */
final class ParentWatchdog {
  private static final int PATIENCE_MILLIS = 5_000;

  /** Made at the first tied start: those who tie nothing pay nothing. */
  private static final class Shared {
    static final ParentWatchdog WARDEN = new ParentWatchdog();
  }

  /** By pid, what it was told; told again to its successor if somebody kills it. */
  private final Map<Long, Tie> ties = new LinkedHashMap<>();

  private @Nullable Child shell;

  /** A child as the warden knows it. */
  private record Tie(long pid, long startTicks, boolean leadsGroup, Optional<Path> cgroup) {
    String begin() {
      String group = cgroup.map(Path::toString).orElse("-");
      return "+ %d %d %d %s\n".formatted(pid, startTicks, leadsGroup ? 1 : 0, group);
    }

    String end() {
      return "- %d %d\n".formatted(pid, startTicks);
    }
  }

  private ParentWatchdog() {}

  /** The warden of this JVM. */
  static ParentWatchdog shared() {
    return Shared.WARDEN;
  }

  /**
   * Ties a child just started. A JVM that is killed before this returns may leave it behind.
   *
   * @throws IOException if there is no warden to be had
   */
  void tie(Child child, boolean leadsGroup, Optional<Path> cgroup) throws IOException {
    Optional<ProcessInfo> process = ProcessInfo.of(child.pid());
    // Not reaped when this is asked, it was not when its start was looked at: the start is its own.
    if (process.isEmpty() || !child.isAlive()) {
      return;
    }
    Tie tie = new Tie(child.pid(), process.get().startTicks(), leadsGroup, cgroup);
    begin(tie);
    // Only now: it must not be told of the end before the beginning.
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
              + ", which is to end it, does not listen; is /bin/sh as it should be?");
    }
    ties.put(tie.pid, tie);
  }

  /** A pid that has been given to another tied child since stays that one's. */
  private synchronized void untie(Tie tie) {
    ties.remove(tie.pid, tie);
    tell(tie.end()); // where nobody listens, the next one will not hear of it at all
  }

  /** Whether it took the line. It reads as they come; it may be busy, or stopped, or killed. */
  private boolean tell(String line) {
    if (shell == null) {
      return false;
    }
    End lifeline = shell.stdin().end;
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    int n = lifeline.uninterrupted(fd -> lifeline.posix.write(fd, bytes));
    if (n == -Errno.EAGAIN) {
      lifeline.uninterrupted(fd -> lifeline.posix.poll(fd, Constants.POLLOUT, PATIENCE_MILLIS));
      n = lifeline.uninterrupted(fd -> lifeline.posix.write(fd, bytes));
    }
    return n > 0;
  }

  /**
   * Another one in its place. The old one, if it lives, is killed before its lifeline is closed: it
   * would take that for our end. If the new one does not listen, whoever is to be tied next learns
   * of it.
   */
  private void replace() throws IOException {
    if (shell != null) {
      shell.signal(Signal.KILL);
      shell.close();
    }
    shell = command().start();
    ties.values().forEach(tie -> tell(tie.begin()));
  }

  /** Its folder is the root: it must not keep a file system from being unmounted. */
  private static Command command() {
    return Command.of(Path.of("/bin/sh"), "-c", script(), "standpipe-warden")
        .emptyEnv()
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C")
        .directory(Path.of("/"))
        .stdin(Redirect.pipe())
        .stdout(Redirect.nothing())
        .stderr(Redirect.nothing());
  }

  private static String script() {
    try (InputStream in = ParentWatchdog.class.getResourceAsStream("warden.sh")) {
      if (in == null) {
        throw new IllegalStateException("warden.sh is missing in the jar of Standpipe");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("read warden.sh", e);
    }
  }
}
