package io.standpipe.cli.fifo;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.cli.option.BufferingOption;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.text.Printable;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationException;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.fifo.FifoServerOptions;
import io.standpipe.fifo.RequestHandler;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One program that answers all requests, one after the other; started again for the next request
 * when it has ended. Safe from any thread.
 */
final class AnsweringProgram implements RequestHandler, AutoCloseable {
  /** One after the other: it is one program. */
  static final FifoServerOptions OPTIONS = FifoServerOptions.standard().maxInFlight(1);

  private final Command command;
  private final ConversationOptions options;
  private @Nullable Running running;
  private boolean closed;

  /** The program as long as it answers. */
  private record Running(Child child, Conversation conversation) {
    void end() {
      conversation.close();
      child.close();
    }
  }

  /**
   * @param limit for each answer
   */
  AnsweringProgram(Command command, Framing framing, Duration limit) {
    this.command = command;
    this.options = ConversationOptions.of(framing).limit(limit);
  }

  /** Starts the program, before anybody calls: a description of it. */
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
      // It may hang for ever, and the next callers with it.
      throw new IOException(giveUp("gave no answer in time (--timeout gives more)"), e);
    } catch (FrameException e) {
      if (e.reason() == FrameException.Reason.UNWRITABLE || e.isRecoverable()) {
        throw e; // that was this call's; with the next one it goes on
      }
      throw new IOException(giveUp("gave no message: " + e.getMessage()), e);
    }
  }

  /** It is there, and talks too much: that message is out of the way now, the call was not sent. */
  private static IOException unasked(ConversationException e) {
    return new IOException(
        "the program said before this call, of itself or after an answer: "
            + Printable.text(e.received())
            + "; this call was not sent, the next one may be",
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

  /** Not asked under the monitor, lest a close should wait for the answer. */
  private synchronized Conversation program() throws IOException {
    if (closed) {
      throw new IOException("the server is being closed");
    }
    Running asked = running;
    if (asked == null) {
      asked = started();
      running = asked;
      StandardOutput.warn("started again: " + BufferingOption.describe(asked.child));
    }
    return asked.conversation;
  }

  /** It answers no more: stops what is left of it, and tells how it has ended. */
  private synchronized String giveUp(String why) {
    Running given = running;
    running = null;
    if (given == null) {
      return "the server is being closed";
    }
    given.end();
    String line = given.child + " " + why + "; the next call starts it again";
    StandardOutput.warn(line);
    return line;
  }

  /** Stops the program; a request under way fails. */
  @Override
  public synchronized void close() {
    closed = true;
    if (running != null) {
      running.end();
      running = null;
    }
  }
}
