package io.standpipe.cli.fifo;

import io.standpipe.Command;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.conversation.Answers;
import io.standpipe.conversation.ConversationException;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.error.ErrnoException;
import io.standpipe.fifo.RequestHandler;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One program that answers all requests of {@code fifo serve}. If it ends, hangs or can no longer
 * be understood, the next request starts it again. Safe from any thread.
 */
final class AnsweringProgram implements RequestHandler, AutoCloseable {
  /** An answer may be as long as a client takes. */
  private static final int MAX_CHARS = 8 << 20;

  private final Command command;
  private final ConversationOptions options;
  private final Answers answers;
  private final Duration limit;
  private @Nullable RunningProgram running;
  private boolean closed;

  /**
   * @param limit the time for each answer
   */
  AnsweringProgram(Command command, Framing framing, Answers answers, Duration limit) {
    this.command = command;
    this.options =
        ConversationOptions.of(framing).limit(limit).maxChars(MAX_CHARS).answers(answers);
    this.answers = answers;
    this.limit = limit;
  }

  /** One request at a time, because there is one program, unless it says which it answers. */
  boolean answersOneAtATime() {
    return answers.matcher().isEmpty();
  }

  /** Starts the program before the first request, and returns a description of it. */
  synchronized String start() throws IOException {
    RunningProgram started = started();
    running = started;
    return BufferingOption.describe(started.child());
  }

  private RunningProgram started() throws IOException {
    try {
      return new RunningProgram(command.start(), options, answers, limit);
    } catch (ErrnoException e) {
      throw ExitException.notStarted(e);
    }
  }

  @Override
  public String answer(String request) throws IOException {
    return answer(request, limit);
  }

  @Override
  public String answer(String request, Duration callersLimit) throws IOException {
    long start = System.nanoTime();
    RunningProgram program = program();
    try {
      if (!program.awaitTurn(callersLimit)) {
        giveUp(program, RunningProgram.HANGS);
        program = program();
      }
      return program.ask(request, callersLimit.minusNanos(System.nanoTime() - start));
    } catch (RunningProgram.HangsException | UnaskedMessages.EndlessException e) {
      // It may do so for ever, and make the next callers wait with it.
      throw new IOException(giveUp(program, String.valueOf(e.getMessage())), e);
    } catch (ConversationException e) {
      throw switch (e.reason()) {
        case ENDED, ENDED_EARLY ->
            new IOException(giveUp(program, program.ended() + " without an answer"), e);
        case NO_COUNT ->
            new IOException(
                giveUp(program, "did not begin its answer with a count: " + e.received()), e);
        case TOO_MUCH, UNASKED -> e;
      };
    } catch (FrameException e) {
      if (e.reason() == FrameException.Reason.UNWRITABLE || e.isRecoverable()) {
        throw e; // only this request failed; the program can answer the next one
      }
      String why = "did not answer with a message: " + e.getMessage();
      throw new IOException(giveUp(program, why), e);
    }
  }

  /** The caller asks without the monitor, so that a close need not wait for the answer. */
  private synchronized RunningProgram program() throws IOException {
    if (closed) {
      throw new IOException("the server is closing");
    }
    RunningProgram asked = running;
    if (asked == null) {
      asked = started();
      running = asked;
      StandardOutput.warn("started again: " + BufferingOption.describe(asked.child()));
    }
    return asked;
  }

  /**
   * Stops a program that no longer answers. Returns a line that tells how it ended. Of several
   * requests that find out, the first one says so; a successor is left alone.
   */
  private synchronized String giveUp(RunningProgram program, String why) {
    if (closed) {
      return "the server is closing";
    }
    String line = program + " " + why + "; the next call starts it again";
    if (running == program) {
      running = null;
      program.end();
      StandardOutput.warn(line);
    }
    return line;
  }

  /** Stops the program. A request under way fails. */
  @Override
  public synchronized void close() {
    closed = true;
    if (running != null) {
      running.end();
      running = null;
    }
  }
}
