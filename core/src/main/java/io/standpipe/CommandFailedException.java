package io.standpipe;

import io.standpipe.internal.text.CommandText;
import java.io.IOException;
import java.util.List;

/**
 * A program ended in a way that was not declared a success: see {@link Command#success}. The
 * message has the last of its standard error.
 */
public final class CommandFailedException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient ExitStatus status;
  private final transient List<String> words;
  private final String errorTail;

  /**
   * For a program; public so that tests can fake it.
   *
   * @param words the program's name and its arguments
   * @param errorTail the last that it wrote to its standard error; may be empty
   */
  public CommandFailedException(List<String> words, ExitStatus status, String errorTail) {
    super(
        "command "
            + CommandText.words(words)
            + " "
            + status
            + (errorTail.isBlank() ? "" : ": " + errorTail.strip()));
    this.status = status;
    this.words = List.copyOf(words);
    this.errorTail = errorTail;
  }

  /** How it ended. */
  public ExitStatus status() {
    return status;
  }

  /** What was run: the program's name and its arguments. */
  public List<String> words() {
    return words;
  }

  /** The last that it wrote to its standard error; empty if that was not ours to read. */
  public String errorTail() {
    return errorTail;
  }
}
