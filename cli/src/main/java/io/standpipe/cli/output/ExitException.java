package io.standpipe.cli.output;

import io.standpipe.cli.text.Printable;
import io.standpipe.error.ErrnoException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * Why standpipe ends without having done its work: the line to print, and the exit code. An empty
 * line means that nothing is printed.
 */
public final class ExitException extends IOException {
  private final int exitCode;

  public ExitException(int exitCode, String line, @Nullable Throwable cause) {
    super(line, cause);
    this.exitCode = exitCode;
  }

  /** Nobody reads what standpipe prints any more: it ends as quietly as a program by SIGPIPE. */
  static ExitException readerGone(IOException cause) {
    return new ExitException(ExitCode.READER_GONE, "", cause);
  }

  /** A program could not be started. */
  public static ExitException notStarted(ErrnoException cause) {
    int code =
        switch (cause.errnoName()) {
          case "ENOENT" -> ExitCode.NOT_FOUND;
          // The program is not to blame: there is no room for it.
          case "EMFILE", "ENFILE", "ENOMEM", "EAGAIN" -> ExitCode.FAILED;
          default -> ExitCode.NOT_EXECUTABLE;
        };
    return new ExitException(code, message(cause), cause);
  }

  /** Whatever was thrown. */
  public static ExitException of(Throwable thrown) {
    return switch (thrown) {
      case ExitException failure -> failure;
      case FileSystemException e ->
          new ExitException(ExitCode.FAILED, "use " + e.getFile() + ": " + reason(e), e);
      case IOException e -> new ExitException(ExitCode.FAILED, message(e), e);
      // The library on a system that it does not work on.
      case UnsupportedOperationException e when e.getMessage() != null ->
          new ExitException(ExitCode.FAILED, message(e), e);
      default ->
          new ExitException(
              ExitCode.FAILED,
              "a defect in standpipe: " + thrown + "; please report it with what --debug adds",
              thrown);
    };
  }

  /** What java.nio.file leaves to the type of its exceptions, in the system's words. */
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

  /** What to print, on one line whatever is in it; empty where nothing is to be said. */
  public String line() {
    return Printable.text(message(this));
  }

  public int exitCode() {
    return exitCode;
  }
}
