package io.standpipe.cli.output;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * Ends the command before its work is done, with an exit code and one line for standard error. An
 * empty line prints nothing.
 */
public final class ExitException extends IOException {
  private final int exitCode;

  public ExitException(int exitCode, String line, @Nullable Throwable cause) {
    super(line, cause);
    this.exitCode = exitCode;
  }

  /**
   * The reader of standard output has closed it. Like a program that dies of SIGPIPE, say nothing.
   */
  static ExitException readerGone(IOException cause) {
    return new ExitException(ExitCode.READER_GONE, "", cause);
  }

  /** A program could not be started. */
  public static ExitException notStarted(ErrnoException cause) {
    int code =
        switch (cause.errnoName()) {
          case "ENOENT" -> ExitCode.NOT_FOUND;
          // The system lacks room for the program; the program itself may be fine.
          case "EMFILE", "ENFILE", "ENOMEM", "EAGAIN" -> ExitCode.FAILED;
          default -> ExitCode.NOT_EXECUTABLE;
        };
    return new ExitException(code, message(cause), cause);
  }

  /** The line and the exit code for anything that a command has thrown. */
  public static ExitException of(Throwable thrown) {
    return switch (thrown) {
      case ExitException failure -> failure;
      case FileSystemException e ->
          new ExitException(ExitCode.FAILED, "use " + e.getFile() + ": " + reason(e), e);
      case IOException e -> new ExitException(ExitCode.FAILED, message(e), e);
      // The library says so on a system that it does not support.
      case UnsupportedOperationException e when e.getMessage() != null ->
          new ExitException(ExitCode.FAILED, message(e), e);
      default ->
          new ExitException(
              ExitCode.FAILED,
              "a bug in standpipe: " + thrown + "; please report it with the output of --debug",
              thrown);
    };
  }

  /** The system's words for what java.nio.file expresses by an exception's type alone. */
  public static String reason(FileSystemException e) {
    return switch (e) {
      case NoSuchFileException missing -> "No such file or directory";
      case AccessDeniedException denied -> "Permission denied";
      case NotDirectoryException file -> "Not a directory";
      default -> message(e.getReason(), e);
    };
  }

  private static String message(Throwable thrown) {
    return message(thrown.getMessage(), thrown);
  }

  private static String message(@Nullable String message, Throwable thrown) {
    return message != null ? message : thrown.toString();
  }

  /** The line to print, escaped so that it stays one line; empty to print nothing. */
  public String line() {
    return Escaping.printable(message(this));
  }

  public int exitCode() {
    return exitCode;
  }
}
