package io.standpipe.cli;

import io.standpipe.BrokenPipeException;
import io.standpipe.DeadlineExceededException;
import io.standpipe.PipeWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What standpipe itself writes to its standard output or error, unbuffered. A program that it runs
 * writes there directly.
 */
final class StandardOutput {
  private final PipeWriter writer;

  StandardOutput(PipeWriter writer) {
    this.writer = writer;
  }

  static StandardOutput out() throws IOException {
    return new StandardOutput(PipeWriter.stdout());
  }

  static StandardOutput error() throws IOException {
    return new StandardOutput(PipeWriter.inherited(2));
  }

  /** Blocks until all is written. */
  void print(String text) throws IOException {
    try {
      writer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (BrokenPipeException e) {
      throw CommandFailure.readerGone(e);
    }
  }

  /** Blocks until all is written, or the deadline. */
  void write(ByteBuffer bytes, Deadline deadline) throws IOException {
    try {
      writer.write(bytes, deadline.left());
    } catch (BrokenPipeException e) {
      throw CommandFailure.readerGone(e);
    } catch (DeadlineExceededException e) {
      throw deadline.passed(
          "write to standard output", "nobody reads " + bytes.remaining() + " bytes that are left");
    }
  }
}
