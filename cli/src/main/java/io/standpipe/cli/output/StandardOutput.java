package io.standpipe.cli.output;

import io.standpipe.PipeWriter;
import io.standpipe.cli.text.Printable;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * What standpipe itself writes to its standard output or error: unbuffered, and in UTF-8 whatever
 * the locale, as {@code System.out} would not. A program that it runs writes there directly.
 */
public final class StandardOutput {
  private static final Duration ERROR_LIMIT = Duration.ofSeconds(1);
  private static final Set<String> NO_DESCRIPTOR = Set.of("EMFILE", "ENFILE");

  private final PipeWriter writer;

  public StandardOutput(PipeWriter writer) {
    this.writer = writer;
  }

  public static StandardOutput out() throws IOException {
    return new StandardOutput(PipeWriter.stdout());
  }

  public static StandardOutput error() throws IOException {
    return new StandardOutput(PipeWriter.inherited(2));
  }

  /** Prints a text to standard output; blocks until all is written. */
  public static void print(String text) throws IOException {
    if (!text.isEmpty()) {
      out().write(text);
    }
  }

  /**
   * Prints a text to standard error, as far as possible. After a time-out standpipe must end, also
   * where its standard error is a pipe that is full: so this gives up after a second.
   */
  public static void printError(String text) {
    if (text.isEmpty()) {
      return;
    }
    try {
      error().writer.write(encode(text), ERROR_LIMIT);
    } catch (UnsupportedOperationException e) {
      printErrorPlainly(text);
    } catch (ErrnoException e) {
      if (NO_DESCRIPTOR.contains(e.errnoName())) {
        printErrorPlainly(text);
      }
    } catch (IOException e) {
      // There is no other place to say it.
    }
  }

  /** Where the library does not work, or lacks a descriptor. There may be no end to it. */
  private static void printErrorPlainly(String text) {
    System.err.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    System.err.flush();
  }

  /** Says something on standard error, in a line of its own; see {@link #printError}. */
  public static void warn(String what) {
    printError("standpipe: " + Printable.text(what) + "\n");
  }

  /** Blocks until all is written. */
  public void write(String text) throws IOException {
    write(encode(text));
  }

  /** Blocks until all is written. */
  public void write(ByteBuffer bytes) throws IOException {
    try {
      writer.write(bytes);
    } catch (BrokenPipeException e) {
      throw ExitException.readerGone(e);
    }
  }

  /** Blocks until all is written, or the deadline. */
  public void write(ByteBuffer bytes, TimeLimit deadline) throws IOException {
    try {
      writer.write(bytes, deadline.remaining());
    } catch (BrokenPipeException e) {
      throw ExitException.readerGone(e);
    } catch (DeadlineExceededException e) {
      throw deadline.exceeded(
          "write to standard output", "nobody reads what is left, bytes: " + bytes.remaining());
    }
  }

  private static ByteBuffer encode(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
