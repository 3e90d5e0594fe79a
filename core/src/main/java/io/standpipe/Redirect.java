package io.standpipe;

import static io.standpipe.internal.posix.Constants.O_APPEND;
import static io.standpipe.internal.posix.Constants.O_CREAT;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.O_RDWR;
import static io.standpipe.internal.posix.Constants.O_TRUNC;
import static io.standpipe.internal.posix.Constants.O_WRONLY;
import static java.util.Objects.requireNonNull;

import io.standpipe.internal.posix.Descriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one descriptor of a child is. Given to {@link Command#stdin}, {@link Command#stdout}, {@link
 * Command#stderr} and {@link Command#fd}. Immutable; used at each start of the command.
 */
public final class Redirect {
  private static final Redirect INHERIT = new Redirect("inherit", DescriptorLayout::share);
  private static final int LAST_STANDARD = 2;
  private static final String ON_TERMINAL = "terminal";
  private static final String PIPE = "pipe";
  private static final String PIPE_TO_CHILD = "pipe to child";
  private static final String PIPE_FROM_CHILD = "pipe from child";
  private static final String CAPTURE = "capture";

  /** Opens what is needed and puts it at the child's descriptor {@code n}. */
  private interface Connection {
    void connect(DescriptorLayout wiring, int n) throws IOException;
  }

  private final String text;
  private final Connection connection;
  private final @Nullable Redirect onTerminal;

  private Redirect(String text, Connection connection) {
    this(text, connection, null);
  }

  private Redirect(String text, Connection connection, @Nullable Redirect onTerminal) {
    this.text = text;
    this.connection = connection;
    this.onTerminal = onTerminal;
  }

  /** The same as this process's own descriptor of that number; closed where that is closed. */
  public static Redirect inherit() {
    return INHERIT;
  }

  /** {@code /dev/null}: empty to read, anything to write. */
  public static Redirect nothing() {
    return file("nothing", Path.of("/dev/null"), O_RDWR);
  }

  /**
   * A pipe to this process: for descriptor 0 we hold the write end ({@link Child#stdin}), for 1 and
   * 2 the read end ({@link Child#stdout}, {@link Child#stderr}). For others say which: {@link
   * #pipeToChild}, {@link #pipeFromChild}.
   */
  public static Redirect pipe() {
    return new Redirect(
        PIPE,
        (wiring, n) -> {
          if (n > LAST_STANDARD) {
            throw new IllegalArgumentException(
                "pipeToChild() or pipeFromChild() expected for descriptor " + n + ", not pipe()");
          }
          (n == 0 ? pipeToChild() : pipeFromChild()).connect(wiring, n);
        },
        outputTerminal());
  }

  /** A pipe that the child reads from and we write to: {@link Child#writer}. */
  public static Redirect pipeToChild() {
    return new Redirect(PIPE_TO_CHILD, DescriptorLayout::pipeToChild);
  }

  /** A pipe that the child writes to and we read from: {@link Child#reader}. */
  public static Redirect pipeFromChild() {
    return new Redirect(PIPE_FROM_CHILD, DescriptorLayout::pipeFromChild);
  }

  /**
   * Read from a file; the shell's {@code < file}. A fifo is opened without waiting for a writer: to
   * wait for one, {@link Fifo#openReader} and {@link #handOver(PipeReader)}.
   */
  public static Redirect from(Path file) {
    requireNonNull(file, "file");
    return file("from " + file, file, O_RDONLY);
  }

  /**
   * Write to a file, made or emptied first; the shell's {@code > file}. A fifo that nobody reads is
   * an error, {@code ENXIO}: to wait for a reader, {@link Fifo#openWriter} and {@link
   * #handOver(PipeWriter)}.
   */
  public static Redirect to(Path file) {
    requireNonNull(file, "file");
    return file("to " + file, file, O_WRONLY | O_CREAT | O_TRUNC);
  }

  /** Write at the end of a file, made if need be; the shell's {@code >> file}. */
  public static Redirect appendTo(Path file) {
    requireNonNull(file, "file");
    return file("append to " + file, file, O_WRONLY | O_CREAT | O_APPEND);
  }

  /**
   * Read from the same pipe as {@code reader}, which stays open here: close it when this process
   * does not read itself, or writers will not notice that the child has gone.
   */
  public static Redirect from(PipeReader reader) {
    requireNonNull(reader, "reader");
    return existing(reader.end, true, false);
  }

  /**
   * Write to the same pipe as {@code writer}, which stays open here: close it when this process
   * does not write itself, or the reader will never see the end of the stream.
   */
  public static Redirect to(PipeWriter writer) {
    requireNonNull(writer, "writer");
    return existing(writer.end, false, false);
  }

  /** {@link #from(PipeReader)}, and our own end is closed once the child is started. */
  public static Redirect handOver(PipeReader reader) {
    requireNonNull(reader, "reader");
    return existing(reader.end, true, true);
  }

  /** {@link #to(PipeWriter)}, and our own end is closed once the child is started. */
  public static Redirect handOver(PipeWriter writer) {
    requireNonNull(writer, "writer");
    return existing(writer.end, false, true);
  }

  /**
   * The same as the child's descriptor {@code other}; {@code sameAs(1)} is the shell's 2>&amp;1.
   */
  public static Redirect sameAs(int other) {
    return new Redirect("same as " + other, (wiring, n) -> wiring.sameAs(n, other));
  }

  /**
   * The child's own terminal, which it gets with the first descriptor that is one: all of them are
   * the same terminal, with the settings of the lowest number. It is the child's controlling
   * terminal, {@code /dev/tty}, and the child leads a session. We hold its other side: {@link
   * Child#terminal}; for descriptor 0 also {@link Child#stdin}, for 1 {@link Child#stdout}.
   */
  public static Redirect terminal(Terminal terminal) {
    requireNonNull(terminal, "terminal");
    return new Redirect(ON_TERMINAL, (wiring, n) -> wiring.terminal(n, terminal));
  }

  /** These bytes, then the end: written by a virtual thread from the start on. */
  static Redirect input(byte[] bytes) {
    return new Redirect("input", (wiring, n) -> wiring.input(n, bytes));
  }

  /** Into memory, drained from the start on: at most {@code limit} bytes, or the last so many. */
  static Redirect capture(int limit, boolean tail) {
    return new Redirect(
        CAPTURE, (wiring, n) -> wiring.capture(n, limit, tail), outputTerminal().captured(limit));
  }

  /**
   * A terminal that is written to only. Our writer is closed at once: or the child would not notice
   * that nobody reads any more.
   */
  private static Redirect outputTerminal() {
    return new Redirect(
        ON_TERMINAL,
        (wiring, n) -> {
          wiring.terminal(n, Terminal.raw());
          wiring.closeTerminalWriter();
        });
  }

  /** What does the same for the output by a terminal, if this is a pipe to us. */
  Optional<Redirect> onTerminal() {
    return Optional.ofNullable(onTerminal);
  }

  boolean isTerminal() {
    return text.equals(ON_TERMINAL);
  }

  /** Whether a neighbour's pipe may stand for it: it is a pipe, or as where nothing is said. */
  boolean isOpenToNeighbour() {
    return this == INHERIT || Set.of(PIPE, PIPE_TO_CHILD, PIPE_FROM_CHILD).contains(text);
  }

  /** Whether the child reads there what we write. */
  boolean isPipeFromUs() {
    return text.equals(PIPE) || text.equals(PIPE_TO_CHILD);
  }

  /** Whether we read what the child writes there; of an output. */
  boolean isPipeToUs() {
    return text.equals(PIPE) || text.equals(PIPE_FROM_CHILD);
  }

  /** Whether what is written there is for nobody but us, if for anybody: we may keep it. */
  boolean isOursToKeep() {
    return isOpenToNeighbour() || isTerminal() || text.equals(CAPTURE);
  }

  /** {@link #capture}, where this is a terminal: what is written to it. */
  Redirect captured(int limit) {
    if (!isTerminal()) {
      return capture(limit, false);
    }
    return new Redirect(
        text,
        (wiring, n) -> {
          connect(wiring, n);
          wiring.captureTerminal(n, limit);
        });
  }

  /** An end made for this child alone: closed here after the start. */
  static Redirect lent(Descriptor end) {
    return new Redirect("lent " + end, (wiring, n) -> wiring.lend(n, end));
  }

  private static Redirect file(String text, Path file, int flags) {
    return new Redirect(text, (wiring, n) -> wiring.lend(n, wiring.openFile(file, flags)));
  }

  private static Redirect existing(End end, boolean read, boolean handOver) {
    return new Redirect(
        end.of,
        (wiring, n) -> {
          wiring.lend(n, wiring.duplicate(end, read));
          if (handOver) {
            wiring.handOver(end);
          }
        });
  }

  void connect(DescriptorLayout wiring, int n) throws IOException {
    connection.connect(wiring, n);
  }

  /** What it is, for messages. */
  @Override
  public String toString() {
    return text;
  }
}
