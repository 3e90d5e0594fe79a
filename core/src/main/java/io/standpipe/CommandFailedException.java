package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.error.CapturedOutput;
import io.standpipe.internal.text.CommandText;
import io.standpipe.internal.text.Escaping;
import io.standpipe.internal.text.Excerpt;
import io.standpipe.internal.text.Secrets;
import java.io.IOException;
import java.util.List;

/**
 * A program ended in a way that was not declared a success: see {@link Command#success}. The
 * message has the last of its standard error or, if that is empty, of its standard output, where
 * compilers and build tools report. Control characters in it are escaped, and each of several lines
 * begins with a bar, so that none passes for a line of a log; {@link #captured} has all that was
 * captured.
 *
 * <p>If several programs of a pipeline or a link failed, this is the exception of the last one. Its
 * message names all of them, and the exceptions of the others are suppressed in it.
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
    this(
        "command " + CommandText.words(masked(words)) + " " + status + lastWords(captured),
        words,
        status,
        captured);
  }

  /** With a message that tells more. */
  CommandFailedException(
      String message, List<String> words, ExitStatus status, CapturedOutput captured) {
    super(message);
    this.status = status;
    this.words = masked(words);
    this.captured = captured;
  }

  private static List<String> masked(List<String> words) {
    return words.stream().map(Secrets::maskKnown).toList();
  }

  /** The end of its standard error or, if that is empty, of its output; for the message's end. */
  static String lastWords(CapturedOutput captured) {
    String errors = lastErrors(captured);
    String output = errors.isEmpty() ? tail(captured.stdout()).strip() : "";
    return output.isEmpty() ? errors : "; its standard output ends with " + Excerpt.tail(output);
  }

  /** The end of its standard error, for the message's end. */
  static String lastErrors(CapturedOutput captured) {
    String errors = Escaping.block(tail(captured.stderr()));
    return errors.isEmpty() ? "" : errors.startsWith("\n") ? ":" + errors : ": " + errors;
  }

  /** The last 8 KiB, as text. */
  static String tail(byte[] bytes) {
    int start = Math.max(0, bytes.length - TAIL_BYTES);
    String tail = new String(bytes, start, bytes.length - start, UTF_8);
    return start == 0 ? Secrets.maskKnown(tail) : Secrets.maskKnownPart(tail);
  }

  /** How it ended. */
  public ExitStatus status() {
    return status;
  }

  /** What was run: the program's name and its arguments, with secrets masked. */
  public List<String> words() {
    return words;
  }

  /**
   * What was captured of both streams, by {@code read}, {@code readBytes} and {@code capture}. Of a
   * pipeline: what came out at its end, and this program's own standard error. Nothing from {@code
   * run} and {@code awaitSuccess}, which leave the streams where they go.
   */
  public CapturedOutput captured() {
    return captured;
  }

  /**
   * The last 8 KiB that it wrote to its standard error, with secrets masked; empty if that was not
   * captured.
   */
  public String errorTail() {
    return tail(captured.stderr());
  }
}
