package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.error.CapturedOutput;
import io.standpipe.internal.text.Escaping;
import io.standpipe.internal.text.OutputText;
import java.io.CharConversionException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a program left behind: its status and what it wrote. From {@link Command#capture}. */
public final class Output {
  private static final int SHORT = 80;

  private final ExitStatus status;
  private final List<ExitStatus> statuses;
  private final CapturedOutput captured;
  private final List<byte[]> stderrs;
  private final long inputAccepted;
  private final List<String> stillOpen;

  Output(
      ExitStatus status,
      List<ExitStatus> statuses,
      CapturedOutput captured,
      List<byte[]> stderrs,
      long inputAccepted,
      List<String> stillOpen) {
    this.status = status;
    this.statuses = List.copyOf(statuses);
    this.captured = captured;
    this.stderrs = List.copyOf(stderrs);
    this.inputAccepted = inputAccepted;
    this.stillOpen = List.copyOf(stillOpen);
  }

  /** Of a single program whose streams have ended. */
  static Output ofOne(ExitStatus status, CapturedOutput captured, long inputAccepted) {
    List<byte[]> stderrs = List.of(captured.stderr());
    return new Output(status, List.of(status), captured, stderrs, inputAccepted, List.of());
  }

  /** How it ended; of a pipeline, see {@link Job}. */
  public ExitStatus status() {
    return status;
  }

  /** How each program of a pipeline ended, in order; otherwise {@link #status} alone. */
  public List<ExitStatus> statuses() {
    return statuses;
  }

  /**
   * Everything that it wrote to its standard output; empty if that was not captured. The array is
   * not copied: it is the caller's.
   */
  public byte[] stdout() {
    return captured.stdout();
  }

  /**
   * What it wrote to its standard error, the last {@link Command#captureLimit} bytes of it if there
   * was more; empty if that was not captured. Of a pipeline, what each program wrote there, one
   * after the other in their order. The array is not copied: it is the caller's.
   */
  public byte[] stderr() {
    return captured.stderr();
  }

  /**
   * What each program of a pipeline wrote to its standard error, in order; otherwise {@link
   * #stderr} alone. The programs share the limit in equal parts, of at least 8 KiB each.
   */
  public List<byte[]> stderrs() {
    return stderrs;
  }

  /**
   * Whether {@link #stdout} is everything, or was not captured. It may not be if {@link #stillOpen}
   * names a process. (More than the limit is an error.)
   */
  public boolean isStdoutComplete() {
    return captured.isStdoutComplete();
  }

  /**
   * Whether {@link #stderr} is everything, or was not captured. If there was more than the limit,
   * its beginning is missing; if {@link #stillOpen} names a process, its end may be.
   */
  public boolean isStderrComplete() {
    return captured.isStderrComplete();
  }

  /**
   * {@link #stdout} as text, without the line ends at its end.
   *
   * @throws CharConversionException if it is not UTF-8, with the offset
   */
  public String text() throws CharConversionException {
    return OutputText.trimmed(stdout(), "the program");
  }

  /** {@link #stderr} as text; bytes that are not UTF-8 are replaced by {@code U+FFFD}. */
  public String errorText() {
    return captured.errorText();
  }

  /**
   * How many bytes of {@link Command#input(byte[])} the pipe took: fewer than were given if the
   * program, and all captured output, ended before it took more.
   */
  public long inputAccepted() {
    return inputAccepted;
  }

  /**
   * The processes that still held its output open when we stopped listening: what they write later
   * is not here. Empty if the streams had ended, as they have under {@link LateOutput#awaitEnd}.
   */
  public List<String> stillOpen() {
    return stillOpen;
  }

  /** Compares the bytes of the streams, not the arrays. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Output that
        && status.equals(that.status)
        && statuses.equals(that.statuses)
        && Arrays.equals(stdout(), that.stdout())
        && Arrays.equals(stderr(), that.stderr())
        && isStdoutComplete() == that.isStdoutComplete()
        && isStderrComplete() == that.isStderrComplete()
        && inputAccepted == that.inputAccepted
        && stillOpen.equals(that.stillOpen);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        status, Arrays.hashCode(stdout()), Arrays.hashCode(stderr()), inputAccepted, stillOpen);
  }

  /**
   * {@code exited with code 3; stdout "out\n", stderr "err\n"}; of more than a line's worth the
   * size: {@code stdout 1048576 bytes}. What is not complete has an ellipsis.
   */
  @Override
  public String toString() {
    String open = stillOpen.isEmpty() ? "" : "; still open by " + String.join(", ", stillOpen);
    String out = shown(stdout()) + (isStdoutComplete() ? "" : "…");
    String err = (isStderrComplete() ? "" : "…") + shown(stderr());
    return status + "; stdout " + out + ", stderr " + err + open;
  }

  private static String shown(byte[] bytes) {
    return bytes.length <= SHORT
        ? Escaping.quoted(new String(bytes, UTF_8))
        : bytes.length + " bytes";
  }
}
