package io.standpipe.cli.fifo;

import io.standpipe.Doctor;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.TimeLimit;
import io.standpipe.doctor.Holder;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A fifo under a time limit. A timeout error names the processes at the other end. */
final class TimedFifo {
  private final Fifo fifo;
  private final TimeLimit limit;

  TimedFifo(Fifo fifo, TimeLimit limit) {
    this.fifo = fifo;
    this.limit = limit;
  }

  PipeReader openReader() throws IOException, InterruptedException {
    try {
      return fifo.openReader(limit.remaining());
    } catch (DeadlineExceededException e) {
      throw limit.exceeded(
          "open " + fifo + " for reading",
          "no process has it open for writing; start the writer, or raise --timeout");
    }
  }

  PipeWriter openWriter() throws IOException, InterruptedException {
    try {
      return fifo.openWriter(limit.remaining());
    } catch (DeadlineExceededException e) {
      throw limit.exceeded(
          "open " + fifo + " for writing",
          "no process has it open for reading; start the reader, or raise --timeout");
    }
  }

  /** Blocks for the next bytes. Returns how many were read, −1 at the end of the stream. */
  int read(PipeReader reader, ByteBuffer into) throws IOException {
    try {
      return reader.read(into, limit.remaining());
    } catch (DeadlineExceededException e) {
      throw limit.exceeded(
          "read from " + fifo, "it is empty, and " + others(Holder::writes) + " for writing");
    }
  }

  /** Blocks until the fifo has taken all bytes. */
  void write(PipeWriter writer, ByteBuffer bytes) throws IOException {
    try {
      writer.write(bytes, limit.remaining());
    } catch (BrokenPipeException e) {
      String line =
          "write to "
              + fifo
              + ": Broken pipe; the last reader closed it before it had read everything";
      throw new ExitException(ExitCode.FAILED, line, e);
    } catch (DeadlineExceededException e) {
      throw limit.exceeded(
          "write to " + fifo, "it is full, and " + others(Holder::reads) + " for reading");
    }
  }

  private String others(Predicate<Holder> which) {
    long self = ProcessHandle.current().pid();
    String others =
        Doctor.holders(fifo.path()).stream()
            .filter(which)
            .filter(holder -> holder.pid() != self)
            .map(holder -> "pid " + ProcessLabel.of(holder))
            .distinct()
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? "no process that this user may see has it open"
        : others + " has it open";
  }
}
