package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.internal.text.Escaping;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a program left behind: its status and what it wrote. From {@link Command#capture}.
 *
 * @param status how it ended
 * @param stdout all that it wrote to its standard output, empty where that was not captured; the
 *     array is the caller's
 * @param stderr the last that it wrote to its standard error, as text (bytes that are not UTF-8
 *     replaced); empty where that was not captured
 * @param inputAccepted how many bytes of {@link Command#input(byte[])} the pipe took: fewer than
 *     were given where it had ended, with all captured output, before it took more
 * @param stillOpen who still held its output open when we stopped listening: what they write later
 *     is not here. Empty where the streams had ended, which under {@link LateOutput#awaitEnd} they
 *     have
 */
@SuppressWarnings("ArrayRecordComponent") // a megabyte of output is not copied to be immutable
public record Output(
    ExitStatus status, byte[] stdout, String stderr, long inputAccepted, List<String> stillOpen) {

  private static final int SHORT = 80;

  /** By the bytes of {@link #stdout}, not by which array has them. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Output that
        && status.equals(that.status)
        && Arrays.equals(stdout, that.stdout)
        && stderr.equals(that.stderr)
        && inputAccepted == that.inputAccepted
        && stillOpen.equals(that.stillOpen);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, Arrays.hashCode(stdout), stderr, inputAccepted, stillOpen);
  }

  /**
   * {@code exited with code 3; stdout "out\n", stderr "err\n"}; of more than a line's worth how
   * much it is: {@code stdout 1048576 bytes}.
   */
  @Override
  public String toString() {
    String out =
        stdout.length <= SHORT
            ? Escaping.quoted(new String(stdout, UTF_8))
            : stdout.length + " bytes";
    String err =
        stderr.length() <= SHORT ? Escaping.quoted(stderr) : stderr.length() + " characters";
    String open = stillOpen.isEmpty() ? "" : "; still open by " + String.join(", ", stillOpen);
    return status + "; stdout " + out + ", stderr " + err + open;
  }

  /**
   * {@link #stdout} as text, without the line ends at its end.
   *
   * @throws java.io.CharConversionException where it is not UTF-8, with the offset
   */
  public String text() throws java.io.CharConversionException {
    return Escaping.withoutLastLineEnds(Escaping.strictUtf8(stdout, "the program"));
  }
}
