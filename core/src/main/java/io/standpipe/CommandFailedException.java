package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.error.CapturedOutput;
import io.standpipe.internal.text.CommandText;
import io.standpipe.internal.text.Excerpt;
import java.io.IOException;
import java.util.List;

/**
 * A program ended in a way that was not declared a success: see {@link Command#success}. The
 * message has the last of its standard error or, if that is empty, of its standard output, where
 * compilers and build tools report; {@link #captured} has all that was captured.
 */
public final class CommandFailedException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int TAIL_BYTES = 8 * 1024;

  private final transient ExitStatus status;
  private final transient List<String> words;
  private final CapturedOutput captured;

  /**
   * For a program; public so that tests can fake it.
   *
   * @param words the program's name and its arguments
   * @param captured what was captured of its streams
   */
  public CommandFailedException(List<String> words, ExitStatus status, CapturedOutput captured) {
    this("command " + CommandText.words(words) + " " + status, words, status, captured);
  }

  /**
   * With another beginning of the message.
   *
   * @param what what failed, and how
   */
  CommandFailedException(
      String what, List<String> words, ExitStatus status, CapturedOutput captured) {
    super(what + lastWords(captured));
    this.status = status;
    this.words = List.copyOf(words);
    this.captured = captured;
  }

  private static String lastWords(CapturedOutput captured) {
    String error = tail(captured.stderr());
    if (!error.isBlank()) {
      return ": " + error.strip();
    }
    String output = tail(captured.stdout()).strip();
    return output.isEmpty() ? "" : "; its standard output ends with " + Excerpt.tail(output);
  }

  private static String tail(byte[] bytes) {
    int start = Math.max(0, bytes.length - TAIL_BYTES);
    return new String(bytes, start, bytes.length - start, UTF_8);
  }

  /** How it ended. */
  public ExitStatus status() {
    return status;
  }

  /** What was run: the program's name and its arguments. */
  public List<String> words() {
    return words;
  }

  /**
   * What was captured of both streams, by {@code read}, {@code readBytes} and {@code capture}.
   * Nothing from {@code run} and {@code awaitSuccess}, which leave the streams where they go.
   */
  public CapturedOutput captured() {
    return captured;
  }

  /** The last 8 KiB that it wrote to its standard error; empty if that was not captured. */
  public String errorTail() {
    return tail(captured.stderr());
  }
}
