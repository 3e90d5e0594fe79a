package io.standpipe.cli;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
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
  private final Deadline deadline;

  TimedFifo(Fifo fifo, Deadline deadline) {
    this.fifo = fifo;
    this.deadline = deadline;
  }

  PipeReader openReader() throws IOException, InterruptedException {
    try {
      return fifo.openReader(deadline.left());
    } catch (DeadlineExceededException e) {
      throw deadline.passed(
          "open " + fifo + " for reading",
          "no process has it open for writing; start the writer, or give it more time");
    }
  }

  PipeWriter openWriter() throws IOException, InterruptedException {
    try {
      return fifo.openWriter(deadline.left());
    } catch (DeadlineExceededException e) {
      throw deadline.passed(
          "open " + fifo + " for writing",
          "no process has it open for reading; start the reader, or give it more time");
    }
  }

  /** Blocks for the next bytes: how many, −1 at the end of the stream. */
  int read(PipeReader reader, ByteBuffer into) throws IOException {
    try {
      return reader.read(into, deadline.left());
    } catch (DeadlineExceededException e) {
      throw deadline.passed(
          "read from " + fifo, "nothing comes, and " + others(PipeHolder::writes) + " to write");
    }
  }

  /** Blocks until the fifo has taken all. */
  void write(PipeWriter writer, ByteBuffer bytes) throws IOException {
    try {
      writer.write(bytes, deadline.left());
    } catch (BrokenPipeException e) {
      String line = "write to " + fifo + ": Broken pipe; its last reader left before it had all";
      throw new CommandFailure(ExitCode.FAILED, line, e);
    } catch (DeadlineExceededException e) {
      throw deadline.passed(
          "write to " + fifo, "it is full, and " + others(PipeHolder::reads) + " to read");
    }
  }

  private String others(Predicate<PipeHolder> which) {
    long self = ProcessHandle.current().pid();
    String others =
        PipeHolder.of(fifo.path()).stream()
            .filter(which)
            .filter(holder -> holder.pid() != self)
            .map(holder -> "pid " + Holders.name(holder))
            .distinct()
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "nobody that this user may see has it open" : others + " has it open";
  }
}
