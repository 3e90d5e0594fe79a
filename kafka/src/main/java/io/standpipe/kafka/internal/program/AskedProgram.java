package io.standpipe.kafka.internal.program;

import io.standpipe.conversation.Answer;
import io.standpipe.conversation.Exchange;
import io.standpipe.conversation.ExchangeOptions;
import io.standpipe.framing.FrameException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A program that answers each record. Two virtual threads talk with it, so that neither its input
 * nor its output ever waits for the lane: one sends the questions that {@link #ask} has queued, one
 * receives the answers.
 *
 * <p>Either thread may find that the program has failed. The first one says so, by the last event;
 * the other one then ends because the exchange is closed.
 */
public final class AskedProgram<Q> implements AutoCloseable {
  private static final int BATCH = 512;
  private static final long MAX_ANSWER_BYTES = 32L << 20;

  private static final class Question<Q> {
    final Q question;
    final byte[] message;

    Question(Q question, byte[] message) {
      this.question = question;
      this.message = message;
    }
  }

  private final RunningProgram program;
  private final Exchange<Question<Q>> exchange;
  private final BlockingQueue<Question<Q>> questions = new LinkedBlockingQueue<>();
  private final EventQueue<Q> events = new EventQueue<>(MAX_ANSWER_BYTES);
  private final Thread sender =
      Thread.ofVirtual().name("standpipe-questions").unstarted(this::send);
  private final Thread receiver =
      Thread.ofVirtual().name("standpipe-answers").unstarted(this::receive);
  private boolean over;

  private AskedProgram(RunningProgram program, ExchangeOptions options) {
    this.program = program;
    this.exchange = Exchange.with(program.child(), options);
  }

  /**
   * Starts it.
   *
   * @param errors receives what the program writes to standard error
   * @throws IOException if it cannot be started, as by {@code Command.start}
   */
  public static <Q> AskedProgram<Q> start(ProgramSpec spec, OutputStream errors)
      throws IOException {
    RunningProgram program = RunningProgram.start(spec, errors);
    boolean started = false;
    try {
      ExchangeOptions options =
          ExchangeOptions.of(spec.framing()).answers(spec.answers()).limit(spec.limit());
      var asked = new AskedProgram<Q>(program, options);
      asked.sender.start();
      asked.receiver.start();
      started = true;
      return asked;
    } finally {
      if (!started) {
        program.close();
      }
    }
  }

  /** Asks, in the order of the calls. Does not block: the caller bounds what it asks. */
  public void ask(Q question, byte[] message) {
    questions.add(new Question<>(question, message));
  }

  /** Moves all events into {@code to}; blocks for the first one, for at most {@code nanos}. */
  public void drain(List<ProgramEvent<Q>> to, long nanos) throws InterruptedException {
    events.drain(to, nanos);
  }

  private void send() {
    List<Question<Q>> batch = new ArrayList<>(BATCH);
    try {
      while (true) {
        batch.add(questions.take());
        questions.drainTo(batch, BATCH - 1);
        send(batch);
        batch.clear();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } catch (InterruptedException e) {
      // It is being closed.
    }
  }

  /**
   * A message that the framing refuses is the last one that the exchange has asked for. A failure
   * of the exchange itself closes it.
   */
  private void send(List<Question<Q>> batch) throws IOException, InterruptedException {
    int sent = 0;
    while (sent < batch.size()) {
      List<Question<Q>> rest = batch.subList(sent, batch.size());
      var taken = new ArrayList<Question<Q>>(rest.size());
      try {
        exchange.sendAll(
            rest,
            question -> {
              taken.add(question);
              return question.message;
            });
      } catch (FrameException e) {
        if (!exchange.isOpen()) {
          throw e;
        }
        String why = String.valueOf(e.getMessage());
        events.put(new ProgramEvent.Unwritable<>(taken.getLast().question, why), 0);
      }
      sent += taken.size();
    }
  }

  private void receive() {
    try {
      while (true) {
        Answer<Question<Q>> answer = exchange.receive();
        if (answer == null) {
          throw new EOFException(program.child() + " has closed its output");
        }
        long size = 0;
        for (byte[] message : answer.messages()) {
          size += message.length;
        }
        events.put(
            new ProgramEvent.Answered<>(answer.question().question, answer.messages()), size);
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } catch (InterruptedException e) {
      // It is being closed.
    }
  }

  /** The first failure counts; what a closed exchange throws afterwards follows from it. */
  private void fail(Throwable cause) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    events.end(new ProgramEvent.Failing<>());
    ProgramFailure failure;
    try {
      failure = program.failure(cause);
    } catch (InterruptedException e) {
      return; // it is being closed
    }
    events.end(new ProgramEvent.Failed<>(failure));
  }

  /** Ends the program, and all that it has started. No event comes any more. */
  @Override
  public void close() {
    synchronized (this) {
      over = true;
    }
    events.close();
    sender.interrupt();
    receiver.interrupt();
    program.close();
    exchange.close();
  }
}
