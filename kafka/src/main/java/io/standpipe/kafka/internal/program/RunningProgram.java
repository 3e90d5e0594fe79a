package io.standpipe.kafka.internal.program;

import io.standpipe.Child;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.StopPolicy;
import io.standpipe.conversation.ConversationException;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameException;
import io.standpipe.kafka.internal.program.ProgramFailure.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * A child, what it says on standard error, and how its failure is told. Closing it ends the child
 * and all that it has started.
 */
final class RunningProgram implements AutoCloseable {
  /** A pipe ends a moment before the exit can be seen. */
  private static final Duration MOMENT = Duration.ofMillis(200);

  private final Child child;
  private final StderrTail stderr;

  private RunningProgram(Child child, OutputStream errors) {
    this.child = child;
    this.stderr = StderrTail.start(child.stderr(), errors);
  }

  /**
   * @param errors receives what the program writes to standard error
   * @throws IOException if it cannot be started, as by {@code Command.start}
   */
  static RunningProgram start(ProgramSpec spec, OutputStream errors) throws IOException {
    Child child = spec.command().piped().stderr(Redirect.pipe()).start();
    boolean started = false;
    try {
      var program = new RunningProgram(child, errors);
      started = true;
      return program;
    } finally {
      if (!started) {
        child.close();
      }
    }
  }

  Child child() {
    return child;
  }

  /** Tells why it answers nothing any more. Blocks for a moment, for its exit to be seen. */
  ProgramFailure failure(Throwable cause) throws InterruptedException {
    Kind kind = kind(cause);
    Optional<ExitStatus> status = kind == Kind.ENDED ? child.await(MOMENT) : child.status();
    String diagnosis = kind == Kind.SILENT ? child.diagnose().toString() : "";
    String exit = status.map(ExitStatus::toString).orElse("");
    String said = stderr.text(status.isPresent() ? MOMENT : Duration.ZERO);
    boolean exited = kind == Kind.ENDED && status.isPresent();
    String reason = exited ? child + " " + exit : String.valueOf(cause.getMessage());
    return new ProgramFailure(kind, reason, exit, said, diagnosis);
  }

  private static Kind kind(Throwable cause) {
    return switch (cause) {
      case DeadlineExceededException _ -> Kind.SILENT;
      case BrokenPipeException _, EOFException _ -> Kind.ENDED;
      case ConversationException e ->
          switch (e.reason()) {
            case ENDED, ENDED_EARLY -> Kind.ENDED;
            case NO_COUNT, TOO_MUCH, UNASKED -> Kind.WRONG;
          };
      case FrameException e ->
          e.reason() == FrameException.Reason.ENDED_EARLY ? Kind.ENDED : Kind.WRONG;
      default -> Kind.WRONG;
    };
  }

  /** Closes our ends. It has ended, and what it has left behind in the background goes on. */
  void leave() {
    child.detach();
    child.close();
  }

  /** Kills it, and all that it has started: what it was asked is asked again. */
  @Override
  public void close() {
    child.stop(StopPolicy.killAtOnce());
    child.close();
    stderr.close();
  }
}
