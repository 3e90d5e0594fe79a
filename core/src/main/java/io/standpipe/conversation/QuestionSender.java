package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.conversation.Unanswered.Sent;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.FrameWriter;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.Counts;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The half of an exchange that writes: collects the messages of a batch and writes them together. A
 * question is in flight before a byte of it is written, so its answer cannot come too early.
 */
final class QuestionSender<Q> {
  /** As much as a pipe usually holds: what is written together. */
  private static final int CHUNK = 64 * 1024;

  /** So large that nothing is written except by a flush. */
  private static final int UNTIL_FLUSH = 1 << 29;

  private final ExchangeState<Q> state;
  private final InFlight<Q> inFlight;
  private final AnswerReceiver<Q> receiver;
  private final FairLock sending;
  private final OutgoingBytes bytes;
  private final FrameWriter writer;
  private final @Nullable ReplyMatcher matcher;

  /** How many bytes are collected, and not written yet. */
  private long collected;

  /** When the messages of the chunk that is being collected were sent, as questions see it. */
  private long sentAt;

  QuestionSender(ExchangeState<Q> state, AnswerReceiver<Q> receiver, ExchangeOptions options) {
    this.state = state;
    this.inFlight = state.inFlight;
    this.receiver = receiver;
    this.sending = new FairLock(state.ends);
    this.bytes = new OutgoingBytes(state.ends);
    this.writer = options.framing().bufferedWriter(bytes, UNTIL_FLUSH);
    this.matcher = options.answers().matcher().orElse(null);
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Sends a question for each element. Blocks while too much is in flight or the pipe is full. */
  void send(Iterable<? extends Q> questions, Function<? super Q, byte[]> message, Deadline deadline)
      throws IOException {
    inTurn(
        deadline,
        () -> {
          if (state.isFinished()) {
            throw new IllegalStateException("no question after finish() expected");
          }
          putAll(questions, message, deadline);
        });
  }

  /** Writes what an expired deadline has left, and closes the program's input. */
  void finish() throws IOException {
    inTurn(
        Deadline.NEVER,
        () -> {
          if (!state.isFinished()) {
            flush(Deadline.NEVER);
            state.finish();
          }
        });
  }

  private void inTurn(Deadline deadline, Action action) throws IOException {
    state.ensureOpen();
    try {
      sending.take(deadline, this);
      try {
        state.ensureStillOpen();
        action.run();
      } finally {
        sending.release();
      }
    } catch (DeadlineExceededException e) {
      throw state.endedBy(ExchangeFailures.sendLate(e, state.ends, deadline));
    } catch (BrokenPipeException e) {
      Throwable told = Failures.of(e, ExchangeFailures.send(state.ends), deadline, "");
      throw state.endedBy(Failures.rethrown(told));
    } catch (IOException e) {
      throw state.endedBy(e);
    }
  }

  /** If one of them is refused, those before it are in flight and have to go out all the same. */
  private void putAll(
      Iterable<? extends Q> questions, Function<? super Q, byte[]> message, Deadline deadline)
      throws IOException {
    sentAt = System.nanoTime();
    try {
      for (Q question : questions) {
        Objects.requireNonNull(question, "question");
        put(question, Objects.requireNonNull(message.apply(question), "message"), deadline);
      }
    } catch (FrameException | RuntimeException | Error refused) {
      try {
        flush(deadline);
      } catch (IOException e) {
        refused.addSuppressed(e);
      }
      throw refused;
    }
    flush(deadline);
  }

  private void put(Q question, byte[] message, Deadline deadline) throws IOException {
    Object key = matcher == null ? null : key(matcher, message);
    if (!inFlight.hasRoom(message.length, key)) {
      flush(deadline); // room comes with the answers to what is collected
      awaitRoom(message.length, key, deadline);
    }
    if (collected == 0) {
      if (inFlight.count() == 0) {
        receiver.requireQuiet();
      }
      sentAt = System.nanoTime();
    }
    append(new Sent<>(question, key, message.length, sentAt), message);
    if (collected >= CHUNK) {
      flush(deadline);
    }
  }

  private static Object key(ReplyMatcher matcher, byte[] message) {
    return Objects.requireNonNull(matcher.questionKey(new String(message, UTF_8)), "its key");
  }

  /** Refuses a message that the framing cannot carry before anything has changed. */
  private void append(Sent<Q> question, byte[] message) throws IOException {
    try {
      writer.write(message);
      inFlight.add(question);
      collected += message.length + 1;
    } catch (FrameException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      state.failBetween(e); // perhaps the message is in the buffer, and its question not in flight
      throw e;
    }
  }

  private void awaitRoom(int length, @Nullable Object key, Deadline deadline) throws IOException {
    boolean inTime;
    try {
      inTime = inFlight.awaitRoom(length, key, deadline);
    } catch (InterruptedException e) {
      throw FairLock.interrupted(state.ends);
    }
    state.ensureStillOpen();
    if (!inTime) {
      String waiting = Counts.count(inFlight.count(), "question waits", "questions wait");
      throw new DeadlineExceededException(
          "send", deadline.limit(), waiting + " for an answer: there is no room for more");
    }
  }

  private void flush(Deadline deadline) throws IOException {
    bytes.deadline(deadline);
    writer.flush();
    collected = 0;
  }

  @Override
  public String toString() {
    return ExchangeFailures.send(state.ends).toString();
  }
}
