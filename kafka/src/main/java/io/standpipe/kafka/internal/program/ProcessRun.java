package io.standpipe.kafka.internal.program;

import io.standpipe.ExitStatus;
import io.standpipe.PipeReader;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.FrameWriter;
import io.standpipe.internal.ready.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A process that gets a batch of messages and then the end of its input, and may say what it likes
 * until it exits: for programs that answer at the end, such as sort, or hold back their output. Two
 * virtual threads talk with it, one in each direction.
 *
 * <p>It has finished well if it exits with code 0 in time. That it reads only a part of its input,
 * as head does, is its own business.
 */
public final class ProcessRun<Q> implements AutoCloseable {
  private static final long MAX_BYTES = 32L << 20;
  private static final int CHUNK = 64 * 1024;

  private final ProgramSpec spec;
  private final RunningProgram program;
  private final List<byte[]> input;
  private final Deadline deadline;
  private final EventQueue<Q> events = new EventQueue<>(MAX_BYTES);
  private final Thread sender = Thread.ofVirtual().name("standpipe-input").unstarted(this::send);
  private final Thread receiver =
      Thread.ofVirtual().name("standpipe-output").unstarted(this::receive);
  private boolean over;

  private ProcessRun(ProgramSpec spec, RunningProgram program, List<byte[]> input) {
    this.spec = spec;
    this.program = program;
    this.input = input;
    this.deadline = Deadline.after(spec.limit());
  }

  /**
   * Starts it.
   *
   * @param input messages that the framing can carry
   * @param errors receives what the program writes to standard error
   * @throws IOException if it cannot be started, as by {@code Command.start}
   */
  public static <Q> ProcessRun<Q> start(ProgramSpec spec, List<byte[]> input, OutputStream errors)
      throws IOException {
    RunningProgram program = RunningProgram.start(spec, errors);
    boolean started = false;
    try {
      var run = new ProcessRun<Q>(spec, program, input);
      run.sender.start();
      run.receiver.start();
      started = true;
      return run;
    } finally {
      if (!started) {
        program.close();
      }
    }
  }

  /** Moves all events into {@code to}; blocks for the first one, for at most {@code nanos}. */
  public void drain(List<ProgramEvent<Q>> to, long nanos) throws InterruptedException {
    events.drain(to, nanos);
  }

  /** Its end closes the pipe, which is the end of the program's input. */
  private void send() {
    try (FrameWriter writer = spec.framing().bufferedWriter(program.child().stdin(), CHUNK)) {
      for (byte[] message : input) {
        writer.write(message, deadline.left());
      }
      writer.flush(deadline.left());
    } catch (BrokenPipeException e) {
      // It has read enough.
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private void receive() {
    try (PipeReader output = program.child().stdout()) {
      FrameReader reader = spec.framing().reader(output);
      Frame frame = reader.read(deadline.left());
      while (frame != null) {
        if (!frame.isTerminated()) {
          throw new EOFException("it ended in the middle of a message: " + frame.text());
        }
        byte[] message = frame.bytes();
        events.put(new ProgramEvent.Wrote<>(message), message.length);
        frame = reader.read(deadline.left());
      }
      end(program.child().await(deadline.left()));
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } catch (InterruptedException e) {
      // It is being closed.
    }
  }

  /**
   * @param status empty if it has closed its output and runs on
   */
  private void end(Optional<ExitStatus> status) {
    if (status.isEmpty()) {
      String state = "it has closed its output and runs on";
      fail(new DeadlineExceededException("run " + program.child(), spec.limit(), state));
    } else if (status.get().isZero()) {
      synchronized (this) {
        over = true;
      }
      events.end(new ProgramEvent.Finished<>());
    } else {
      fail(new EOFException());
    }
  }

  private void fail(Throwable cause) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    try {
      events.end(new ProgramEvent.Failed<>(program.failure(told(cause))));
    } catch (InterruptedException e) {
      // It is being closed.
    }
  }

  /** A read or write knows what was left of the limit, and not the limit. */
  private Throwable told(Throwable cause) {
    return cause instanceof DeadlineExceededException e
        ? new DeadlineExceededException("run " + program.child(), spec.limit(), e.state())
        : cause;
  }

  /** Lets go what a process that has finished well has left behind, as a shell does. */
  public void leave() {
    program.leave();
  }

  /** Ends the process, and all that it has started. No event comes any more. */
  @Override
  public void close() {
    synchronized (this) {
      over = true;
    }
    events.close();
    sender.interrupt();
    receiver.interrupt();
    program.close();
  }
}
