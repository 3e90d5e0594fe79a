package io.standpipe.cli;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.DeadlineExceededException;
import io.standpipe.ErrnoException;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationException;
import io.standpipe.conversation.FifoServer;
import io.standpipe.conversation.Terms;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One program that answers all requests, one after the other; started again for the next request
 * when it has ended. Safe from any thread.
 */
final class Answerer implements FifoServer.Handler, AutoCloseable {
  /** One after the other: it is one program. */
  static final FifoServer.Limits LIMITS = limits();

  private final Command command;
  private final Terms terms;
  private @Nullable Child child;
  private @Nullable Conversation conversation;
  private boolean closed;

  private static FifoServer.Limits limits() {
    FifoServer.Limits standard = FifoServer.Limits.standard();
    return new FifoServer.Limits(1, standard.requestBytes(), standard.client());
  }

  /**
   * @param limit for each answer
   */
  Answerer(Command command, Framing framing, Duration limit) {
    this.command = command;
    this.terms = Terms.of(framing).limit(limit);
  }

  /** Starts the program; a description of it. */
  synchronized String start() throws IOException {
    Child started;
    try {
      started = command.start();
    } catch (ErrnoException e) {
      throw CommandFailure.notStarted(e);
    }
    child = started;
    conversation = Conversation.with(started, terms);
    return BufferingOption.line(started);
  }

  @Override
  public String answer(String request) throws IOException {
    Conversation asked = running();
    try {
      return asked.ask(request);
    } catch (ConversationException e) {
      if (e.reason() == ConversationException.Reason.UNASKED) {
        throw e; // it is there, and talks too much
      }
      throw new IOException(giveUp("ended without an answer"), e);
    } catch (DeadlineExceededException e) {
      // It may hang for ever, and the next callers with it.
      throw new IOException(giveUp("gave no answer in time"), e);
    }
  }

  /** Does not wait under the monitor, lest a close should wait for an answer. */
  private synchronized Conversation running() throws IOException {
    if (closed) {
      throw new IOException("the server is being closed");
    }
    if (conversation == null) {
      StandardOutput.warn("started again: " + start());
    }
    return conversation;
  }

  /** It answers no more: stops what is left of it, and tells how it has ended. */
  private synchronized String giveUp(String why) {
    Child given = child;
    stop();
    if (given == null) {
      return "the server is being closed";
    }
    String how = given.status().map(status -> " and " + status).orElse("");
    String line = given + " " + why + how + "; the next call starts it again";
    StandardOutput.warn(line);
    return line;
  }

  private synchronized void stop() {
    if (conversation != null) {
      conversation.close();
      conversation = null;
    }
    if (child != null) {
      child.close();
      child = null;
    }
  }

  /** Stops the program; a request under way fails. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    stop();
  }
}
