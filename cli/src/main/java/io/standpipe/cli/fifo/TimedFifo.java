package io.standpipe.cli.fifo;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.TimeLimit;
import io.standpipe.doctor.PipeHolder;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A fifo used before a deadline. When that passes, the error says who is at the other end. */
final class TimedFifo {
  private final Fifo fifo;
  private final TimeLimit deadline;

  TimedFifo(Fifo fifo, TimeLimit deadline) {
    this.fifo = fifo;
    this.deadline = deadline;
  }

  PipeReader openReader() throws IOException, InterruptedException {
    try {
      return fifo.openReader(deadline.remaining());
    } catch (DeadlineExceededException e) {
      throw deadline.exceeded(
          "open " + fifo + " for reading",
          "no process has it open for writing; start the writer, or give it more time");
    }
  }

  PipeWriter openWriter() throws IOException, InterruptedException {
    try {
      return fifo.openWriter(deadline.remaining());
    } catch (DeadlineExceededException e) {
      throw deadline.exceeded(
          "open " + fifo + " for writing",
          "no process has it open for reading; start the reader, or give it more time");
    }
  }

  /** Blocks for the next bytes: how many, −1 at the end of the stream. */
  int read(PipeReader reader, ByteBuffer into) throws IOException {
    try {
      return reader.read(into, deadline.remaining());
    } catch (DeadlineExceededException e) {
      throw deadline.exceeded(
          "read from " + fifo, "nothing comes, and " + others(PipeHolder::writes) + " to write");
    }
  }

  /** Blocks until the fifo has taken all. */
  void write(PipeWriter writer, ByteBuffer bytes) throws IOException {
    try {
      writer.write(bytes, deadline.remaining());
    } catch (BrokenPipeException e) {
      String line = "write to " + fifo + ": Broken pipe; its last reader left before it had all";
      throw new ExitException(ExitCode.FAILED, line, e);
    } catch (DeadlineExceededException e) {
      throw deadline.exceeded(
          "write to " + fifo, "it is full, and " + others(PipeHolder::reads) + " to read");
    }
  }

  private String others(Predicate<PipeHolder> which) {
    long self = ProcessHandle.current().pid();
    String others =
        PipeHolder.of(fifo.path()).stream()
            .filter(which)
            .filter(holder -> holder.pid() != self)
            .map(holder -> "pid " + ProcessLabel.of(holder))
            .distinct()
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "nobody that this user may see has it open" : others + " has it open";
  }
}
