package io.standpipe.cli.fifo;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationException;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.fifo.FifoServerOptions;
import io.standpipe.fifo.RequestHandler;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One program that answers all requests of {@code fifo serve}, one at a time. If it ends or fails,
 * the next request starts it again. Safe from any thread.
 */
final class AnsweringProgram implements RequestHandler, AutoCloseable {
  /** One request at a time, because there is one program. */
  static final FifoServerOptions OPTIONS = FifoServerOptions.standard().maxInFlight(1);

  private final Command command;
  private final ConversationOptions options;
  private @Nullable Running running;
  private boolean closed;

  /** The program while it answers. */
  private record Running(Child child, Conversation conversation) {
    void end() {
      conversation.close();
      child.close();
    }
  }

  /**
   * @param limit the time for each answer
   */
  AnsweringProgram(Command command, Framing framing, Duration limit) {
    this.command = command;
    this.options = ConversationOptions.of(framing).limit(limit);
  }

  /** Starts the program before the first request, and returns a description of it. */
  synchronized String start() throws IOException {
    Running started = started();
    running = started;
    return BufferingOption.describe(started.child);
  }

  private Running started() throws IOException {
    try {
      Child child = command.start();
      return new Running(child, Conversation.with(child, options));
    } catch (ErrnoException e) {
      throw ExitException.notStarted(e);
    }
  }

  @Override
  public String answer(String request) throws IOException {
    Conversation program = program();
    try {
      return program.ask(request);
    } catch (ConversationException e) {
      if (e.reason() == ConversationException.Reason.UNASKED) {
        throw unasked(e);
      }
      throw new IOException(giveUp(ended(program)), e);
    } catch (DeadlineExceededException e) {
      // It may hang for ever and make the next callers wait with it.
      throw new IOException(giveUp("gave no answer in time (--timeout sets the limit)"), e);
    } catch (FrameException e) {
      if (e.reason() == FrameException.Reason.UNWRITABLE || e.isRecoverable()) {
        throw e; // only this request failed; the program can answer the next one
      }
      throw new IOException(giveUp("did not answer with a message: " + e.getMessage()), e);
    }
  }

  /** The program spoke without being asked. That message is consumed now; the call was not sent. */
  private static IOException unasked(ConversationException e) {
    return new IOException(
        "the program had written a message before this call: "
            + Escaping.printable(e.received())
            + "; the call was not sent; call again",
        e);
  }

  private String ended(Conversation asked) {
    Running given;
    synchronized (this) {
      given = running;
    }
    return given != null && given.conversation == asked
        ? given.child.status().map(ExitStatus::toString).orElse("closed its output")
            + " without an answer"
        : "ended without an answer";
  }

  /** The caller asks without the monitor, so that a close need not wait for the answer. */
  private synchronized Conversation program() throws IOException {
    if (closed) {
      throw new IOException("the server is closing");
    }
    Running asked = running;
    if (asked == null) {
      asked = started();
      running = asked;
      StandardOutput.warn("started again: " + BufferingOption.describe(asked.child));
    }
    return asked.conversation;
  }

  /** Stops the program, which no longer answers. Returns a line that tells how it ended. */
  private synchronized String giveUp(String why) {
    Running given = running;
    running = null;
    if (given == null) {
      return "the server is closing";
    }
    given.end();
    String line = given.child + " " + why + "; the next call starts it again";
    StandardOutput.warn(line);
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
