package io.standpipe.cli.output;

import io.standpipe.PipeWriter;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What standpipe itself prints on its standard output or standard error: unbuffered and in UTF-8
 * whatever the locale, unlike {@code System.out}. The programs that it runs write there directly.
 */
public final class StandardOutput {
  private static final Duration ERROR_LIMIT = Duration.ofSeconds(1);
  private static final Set<String> NO_DESCRIPTOR = Set.of("EMFILE", "ENFILE");

  /** What stands below everything else on standard error at this moment. */
  private static volatile @Nullable Footer footer;

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

  /** From now on prints errors above the footer; without one, null, just prints them. */
  public static void below(@Nullable Footer shown) {
    footer = shown;
  }

  /** Whether errors go above a footer at this moment. */
  static boolean hasFooter() {
    return footer != null;
  }

  /** Prints text on standard output. Blocks until all of it is written. */
  public static void print(String text) throws IOException {
    if (!text.isEmpty()) {
      out().write(text);
    }
  }

  /**
   * Prints text on standard error, if it can be written within a second. After a timeout standpipe
   * must end even if its standard error is a full pipe.
   */
  public static void printError(String text) {
    Footer shown = footer;
    if (text.isEmpty() || (shown != null && shown.printAbove(text))) {
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
      // There is no other place to report it.
    }
  }

  /** For a system where the library does not work or lacks a descriptor. May block for ever. */
  private static void printErrorPlainly(String text) {
    System.err.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    System.err.flush();
  }

  /** Prints a line that begins with "standpipe: " on standard error; see {@link #printError}. */
  public static void warn(String what) {
    printError("standpipe: " + Escaping.printable(what) + "\n");
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

  /** Blocks until all is written, at most until the limit passes. */
  public void write(ByteBuffer bytes, TimeLimit limit) throws IOException {
    try {
      writer.write(bytes, limit.remaining());
    } catch (BrokenPipeException e) {
      throw ExitException.readerGone(e);
    } catch (DeadlineExceededException e) {
      throw limit.exceeded(
          "write to standard output",
          "its reader has not taken the last " + bytes.remaining() + " bytes");
    }
  }

  private static ByteBuffer encode(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
