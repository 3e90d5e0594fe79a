package io.standpipe;

import static io.standpipe.internal.posix.Constants.F_DUPFD_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_RDWR;
import static java.util.Objects.requireNonNull;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.io.End;
import io.standpipe.internal.io.InheritedEnds;
import io.standpipe.internal.io.StagePipe;
import io.standpipe.internal.io.StandardDescriptors;
import io.standpipe.internal.posix.Descriptor;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.start.CommandSpec;
import io.standpipe.internal.start.RedirectSpec;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This very process crossed with a child: from {@link #spawn} on, what this program writes to its
 * standard output is the child's standard input, and what the child prints arrives on this
 * program's standard input. Standard error stays shared. In C: two {@code pipe}s, {@code fork},
 * {@code dup2} onto 0 and 1 on both sides, {@code execvp}.
 *
 * {@snippet file="StdioSnippets.java" region="spawn"}
 *
 * <p>The descriptors 0 and 1 themselves are replaced, so {@code System.in}, {@code System.out} and
 * native code all take part, and so does every child that inherits them meanwhile. {@link #close}
 * undoes it. What lies in a buffer stays there: {@code System.out} is flushed before each change;
 * what {@code System.in} has read ahead is still read first.
 *
 * <p>Flush after each message, or both sides wait for ever (see the deadlock example).
 */
public final class Stdio implements AutoCloseable {
  private static final int FIRST_FREE = 3;

  /** The one in force now: of several, the last. */
  private static volatile @Nullable Stdio current;

  private final Posix posix;
  private final Child child;
  private final int savedIn;
  private final int savedOut;

  /** /dev/null, opened beforehand: later there may be no descriptor left to open it with. */
  private final int nothing;

  private boolean restored;

  private Stdio(Posix posix, Child child, int savedIn, int savedOut, int nothing) {
    this.posix = posix;
    this.child = child;
    this.savedIn = savedIn;
    this.savedOut = savedOut;
    this.nothing = nothing;
  }

  /** Starts a program, looked up in the PATH, and crosses streams with it. Does not block. */
  public static Stdio spawn(String program, String... arguments) throws IOException {
    requireNonNull(program, "program");
    requireNonNull(arguments, "arguments");
    return spawn(Command.of(program, arguments));
  }

  /**
   * Starts a command and crosses streams with it. Does not block. If it cannot be started, this
   * process's streams are as they were.
   *
   * @throws IllegalArgumentException if it redirects its standard input or output, or has options
   *     that only a command that runs alone obeys
   * @throws ErrnoException if it cannot be started; {@code EBADF} if this process was started with
   *     its standard input or output closed
   */
  public static Stdio spawn(Command command) throws IOException {
    requireNonNull(command, "command");
    Posix posix = Platform.posix();
    requireOwn(command);
    FacingStreams.check("spawn", command);
    InheritedEnds.onTaken(Stdio::taken);
    try (StagePipe toChild = StagePipe.open(command.toString());
        StagePipe fromChild = StagePipe.open(command.toString())) {
      Descriptor in = fromChild.readEnd();
      Descriptor out = toChild.writeEnd();
      CommandSpec crossed =
          command
              .spec()
              .withRedirect(0, new RedirectSpec.Lent(toChild.readEnd()))
              .withRedirect(1, new RedirectSpec.Lent(fromChild.writeEnd()));
      Stdio stdio = start(posix, crossed, command.options());
      System.out.flush();
      posix.dup2(in.number(), 0);
      posix.dup2(out.number(), 1);
      stdio.child.started().crossed(Set.of(0, 1));
      current = stdio;
      return stdio;
    }
  }

  /**
   * A JVM that is started with its standard input closed gets number 0 for a file of its own.
   * Putting a pipe there would crash it.
   */
  private static void requireOwn(Command command) throws ErrnoException {
    for (int fd = 0; fd <= 1; fd++) {
      if (!StandardDescriptors.isGiven(fd)) {
        throw new ErrnoException(
            "cross " + StandardDescriptors.nameOf(fd) + " with " + command,
            Errno.EBADF,
            "this process was started with it closed; start it with </dev/null or >/dev/null");
      }
    }
  }

  /** A standard descriptor has become an end: while we are crossed, it belongs to the child. */
  private static void taken(int fd, End end) {
    Stdio crossed = current;
    if (crossed != null && crossed.child.started().crossed().contains(fd)) {
      crossed.child.take(end);
    }
  }

  /** The child at the other side. */
  public Child child() {
    return child;
  }

  /**
   * Tells the child that nothing more will come, while its words can still be read: standard output
   * becomes {@code /dev/null}.
   */
  public void closeOutput() {
    System.out.flush();
    replaceOutput();
  }

  /**
   * Excludes {@link #close}: otherwise it could take away what that has just given back. The flush
   * is outside, because it blocks while the pipe is full, and a close must get through then.
   */
  private synchronized void replaceOutput() {
    if (!restored) {
      posix.dup2(nothing, 1);
    }
  }

  /**
   * Gives this process its own standard input and output back; the child sees the end of its input.
   * The child itself goes on: {@link Child#await} or {@link Child#close} it. Closing again does
   * nothing.
   *
   * <p>What lies in {@code System.out} goes to the child first. Where another thread is at a print
   * and the child does not read, this blocks until it does, or has ended.
   */
  @Override
  public void close() {
    System.out.flush();
    restore();
  }

  private synchronized void restore() {
    if (!restored) {
      restored = true;
      child.started().crossed(Set.of());
      if (current == this) {
        current = null;
      }
      giveBack(0, savedIn);
      giveBack(1, savedOut);
      posix.close(nothing);
    }
  }

  /** Secures the way back before anything changes. */
  private static Stdio start(Posix posix, CommandSpec spec, RunOptions options) throws IOException {
    int in = save(posix, 0);
    int out = -1;
    int nothing = -1;
    boolean started = false;
    try {
      out = save(posix, 1);
      nothing = posix.open("/dev/null", O_RDWR | O_CLOEXEC, 0);
      if (nothing < 0) {
        throw new ErrnoException("open /dev/null for the end of standard output", -nothing);
      }
      Stdio stdio = new Stdio(posix, Child.start(spec, options), in, out, nothing);
      started = true;
      return stdio;
    } finally {
      if (!started) {
        posix.close(in);
        posix.close(out);
        posix.close(nothing);
      }
    }
  }

  /** A duplicate to go back to; negative where the descriptor is closed. */
  private static int save(Posix posix, int fd) throws ErrnoException {
    int saved = posix.fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE);
    if (saved < 0 && saved != -Errno.EBADF) {
      throw new ErrnoException("keep " + StandardDescriptors.nameOf(fd) + " to go back to", -saved);
    }
    return saved;
  }

  /** Leaves no standard descriptor's number free: the next file opened would get it. */
  private void giveBack(int fd, int saved) {
    posix.dup2(saved >= 0 ? saved : nothing, fd);
    posix.close(saved);
  }

  /** With whom. */
  @Override
  public String toString() {
    return "standard streams crossed with " + child;
  }
}
