package io.standpipe.error;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;

/**
 * What had been captured of a program's standard output and standard error when a failure was
 * reported. A stream that was not captured is empty here, and counts as complete.
 *
 * <p>Of a pipeline, the standard output is that of its last part. Does not change any more; safe
 * from any thread as long as no code writes to the arrays, which are not copied.
 */
public final class CapturedOutput implements Serializable {
  private static final long serialVersionUID = 1;
  private static final CapturedOutput NONE =
      new CapturedOutput(new byte[0], true, new byte[0], true);

  private final byte[] stdout;
  private final byte[] stderr;
  private final boolean stdoutComplete;
  private final boolean stderrComplete;

  /**
   * For these bytes; public so that tests can fake it.
   *
   * @param stdoutComplete whether {@code stdout} is all that was written there
   * @param stderrComplete whether {@code stderr} is all that was written there
   */
  public CapturedOutput(
      byte[] stdout, boolean stdoutComplete, byte[] stderr, boolean stderrComplete) {
    this.stdout = stdout;
    this.stdoutComplete = stdoutComplete;
    this.stderr = stderr;
    this.stderrComplete = stderrComplete;
  }

  /** Nothing was captured. */
  public static CapturedOutput none() {
    return NONE;
  }

  /** Text that had come from a conversation's other side, in place of its standard output. */
  public static CapturedOutput ofText(String received) {
    return new CapturedOutput(received.getBytes(UTF_8), false, new byte[0], true);
  }

  /** What came from its standard output. The array is not copied. */
  public byte[] stdout() {
    return stdout;
  }

  /**
   * What came from its standard error; see the exception for whose it is if a pipeline failed. The
   * array is not copied.
   */
  public byte[] stderr() {
    return stderr;
  }

  /** {@link #stdout} as text; bytes that are not UTF-8 are replaced by {@code U+FFFD}. */
  public String outputText() {
    return new String(stdout, UTF_8);
  }

  /** {@link #stderr} as text; bytes that are not UTF-8 are replaced by {@code U+FFFD}. */
  public String errorText() {
    return new String(stderr, UTF_8);
  }

  /**
   * Whether {@link #stdout} is everything. It is not if the end of the stream had not come, or if
   * there was more than the limit: then the end is missing.
   */
  public boolean isStdoutComplete() {
    return stdoutComplete;
  }

  /**
   * Whether {@link #stderr} is everything. It is not if the end of the stream had not come, or if
   * there was more than the limit: then the beginning is missing.
   */
  public boolean isStderrComplete() {
    return stderrComplete;
  }

  /** {@code stdout 12 bytes, stderr 3 bytes (incomplete)}. */
  @Override
  public String toString() {
    return "stdout "
        + stdout.length
        + (stdoutComplete ? " bytes" : " bytes (incomplete)")
        + ", stderr "
        + stderr.length
        + (stderrComplete ? " bytes" : " bytes (incomplete)");
  }
}
