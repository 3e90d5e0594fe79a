package io.standpipe;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.CheckReturnValue;
import io.standpipe.internal.io.End;
import io.standpipe.internal.start.RedirectSpec;
import io.standpipe.internal.start.RedirectSpec.AfterStart;
import io.standpipe.internal.start.RedirectSpec.FileMode;
import io.standpipe.internal.start.RedirectSpec.TerminalUse;
import java.nio.file.Path;

/**
 * What one descriptor of a child is. Given to {@link Command#stdin}, {@link Command#stdout}, {@link
 * Command#stderr} and {@link Command#fd}. Immutable; used at each start of the command.
 *
 * <p>Standard input is for reading, standard output and error are for writing. These methods refuse
 * a redirect of the other direction at once ({@link IllegalArgumentException}), before a file could
 * be emptied by mistake. A start refuses, before it opens anything, a file that is read and
 * replaced, and a {@link #sameAs} that leads nowhere or to a descriptor of the other direction.
 */
@CheckReturnValue
public final class Redirect {
  private final RedirectSpec spec;

  private Redirect(RedirectSpec spec) {
    this.spec = spec;
  }

  RedirectSpec spec() {
    return spec;
  }

  /**
   * This process's own descriptor of that number; closed if that is closed.
   *
   * <p>If another process has made it non-blocking, the child gets one that blocks all the same: a
   * pipe or terminal is opened anew, and a connected stream socket as 0, 1 or 2 is relayed on two
   * virtual threads. The exit of a child is then waited for until what it has written is delivered;
   * bytes that it was sent and does not read are lost. A file is shared as it is.
   */
  public static Redirect inherit() {
    return new Redirect(new RedirectSpec.Inherit());
  }

  /** {@code /dev/null}: empty to read, and writing to it discards. */
  public static Redirect nothing() {
    return new Redirect(new RedirectSpec.Nothing());
  }

  /**
   * A pipe to this process: for descriptor 0 we hold the write end ({@link Child#stdin}), for 1 and
   * 2 the read end ({@link Child#stdout}, {@link Child#stderr}). For others say which: {@link
   * #pipeToChild}, {@link #pipeFromChild}.
   */
  public static Redirect pipe() {
    return new Redirect(new RedirectSpec.Pipe());
  }

  /** A pipe that the child reads from and we write to: {@link Child#writer}. */
  public static Redirect pipeToChild() {
    return new Redirect(new RedirectSpec.PipeToChild());
  }

  /** A pipe that the child writes to and we read from: {@link Child#reader}. */
  public static Redirect pipeFromChild() {
    return new Redirect(new RedirectSpec.PipeFromChild());
  }

  /**
   * Read from a file; the shell's {@code < file}. A fifo is opened without waiting for a writer; to
   * wait for one, use {@link Fifo#openReader} and {@link #handOver(PipeReader)}.
   */
  public static Redirect from(Path file) {
    return file(file, FileMode.READ);
  }

  /**
   * Write to a file, which is created or emptied first; the shell's {@code > file}. A fifo without
   * a reader is an error, {@code ENXIO}; to wait for a reader, use {@link Fifo#openWriter} and
   * {@link #handOver(PipeWriter)}.
   */
  public static Redirect to(Path file) {
    return file(file, FileMode.REPLACE);
  }

  /** Write at the end of a file, which is created if need be; the shell's {@code >> file}. */
  public static Redirect appendTo(Path file) {
    return file(file, FileMode.APPEND);
  }

  private static Redirect file(Path file, FileMode mode) {
    return new Redirect(new RedirectSpec.OfFile(requireNonNull(file, "file"), mode));
  }

  /**
   * Read from the same pipe as {@code reader}, which stays open here: close it if this process does
   * not read itself, or writers will not notice that the child has gone.
   */
  public static Redirect from(PipeReader reader) {
    return end(requireNonNull(reader, "reader").end(), AfterStart.KEEP_OPEN);
  }

  /**
   * Write to the same pipe as {@code writer}, which stays open here: close it if this process does
   * not write itself, or the reader will never see the end of the stream.
   */
  public static Redirect to(PipeWriter writer) {
    return end(requireNonNull(writer, "writer").end(), AfterStart.KEEP_OPEN);
  }

  /** Like {@link #from(PipeReader)}, and our own end is closed once the child has started. */
  public static Redirect handOver(PipeReader reader) {
    return end(requireNonNull(reader, "reader").end(), AfterStart.CLOSE);
  }

  /** Like {@link #to(PipeWriter)}, and our own end is closed once the child has started. */
  public static Redirect handOver(PipeWriter writer) {
    return end(requireNonNull(writer, "writer").end(), AfterStart.CLOSE);
  }

  private static Redirect end(End end, AfterStart ours) {
    return new Redirect(new RedirectSpec.OfEnd(end, ours));
  }

  /** The child's descriptor {@code other}; {@code sameAs(1)} is the shell's 2>&amp;1. */
  public static Redirect sameAs(int other) {
    return new Redirect(new RedirectSpec.SameAs(other));
  }

  /**
   * The child's own terminal, which it gets with the first descriptor that is one: all of them are
   * the same terminal, with the settings of the lowest number. It is the child's controlling
   * terminal, {@code /dev/tty}, and the child leads a session. We hold its other side: {@link
   * Child#terminal}; for descriptor 0 also {@link Child#stdin}, for 1 {@link Child#stdout}.
   */
  public static Redirect terminal(Terminal terminal) {
    requireNonNull(terminal, "terminal");
    return new Redirect(new RedirectSpec.OfTerminal(terminal.settings(), TerminalUse.BOTH_WAYS));
  }

  /** What it is, for messages. */
  @Override
  public String toString() {
    return spec.toString();
  }
}
