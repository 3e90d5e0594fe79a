package io.standpipe.conversation;

import io.standpipe.conversation.Unanswered.Sent;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.Frame;
import io.standpipe.framing.FrameException;
import io.standpipe.framing.FrameReader;
import io.standpipe.internal.ready.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The half of an exchange that reads: finds the answers in what comes, and the question of each.
 * Several threads may receive; each gets whole answers.
 */
final class AnswerReceiver<Q> {
  private final ExchangeState<Q> state;
  private final InFlight<Q> inFlight;
  private final FairLock receiving;
  private final AwaitedBytes bytes;
  private final FrameReader frames;
  private final PartialAnswer partial;
  private final boolean single;
  private final @Nullable ReplyMatcher matcher;
  private final int maxAnswerBytes;
  private final Duration limit;

  AnswerReceiver(ExchangeState<Q> state, ExchangeOptions options) {
    this.state = state;
    this.inFlight = state.inFlight;
    this.receiving = new FairLock(state.ends);
    this.bytes = new AwaitedBytes(state.ends, inFlight, options.limit());
    this.frames = options.framing().reader(bytes);
    this.maxAnswerBytes = options.maxAnswerBytes();
    this.partial = new PartialAnswer(options.answers(), maxAnswerBytes);
    this.single = options.answers().areSingle();
    this.matcher = options.answers().matcher().orElse(null);
    this.limit = options.limit();
  }

  /** The next answer; null at the end. Blocks until it is there. */
  @Nullable Answer<Q> receive(Deadline deadline) throws IOException {
    state.ensureOpen();
    try {
      receiving.take(deadline, this);
      try {
        state.ensureStillOpen();
        bytes.begin(deadline);
        return next();
      } catch (IOException e) {
        throw failure(e, tried(), deadline);
      } catch (RuntimeException | Error e) {
        state.failBetween(e);
        throw e;
      } finally {
        receiving.release();
      }
    } catch (IOException e) {
      throw state.endedBy(e);
    }
  }

  private @Nullable Answer<Q> next() throws IOException {
    for (Frame frame; (frame = frames.read()) != null; ) {
      Answer<Q> answer = take(frame);
      if (answer != null) {
        return answer;
      }
    }
    if (state.isFinished() && inFlight.count() == 0) {
      return null;
    }
    throw new EOFException();
  }

  /** Returns the answer that is whole with this message; null if none is. */
  private @Nullable Answer<Q> take(Frame frame) throws IOException {
    if (!frame.isTerminated()) {
      throw Failures.endedEarly(tried(), ExchangeFailures.part(frame.bytes()));
    }
    Object key = null;
    if (matcher != null) {
      Optional<?> found = matcher.answerKey(frame.text());
      if (found.isEmpty() || !inFlight.has(found.get())) {
        return null;
      }
      key = found.get();
    }
    if (!partial.allows(frame.length())) {
      throw ExchangeFailures.tooMuch(tried(), maxAnswerBytes, frame.bytes());
    }
    byte[] message = frame.bytes();
    return single ? whole(key, message, List.of(message)) : part(message);
  }

  private Answer<Q> whole(@Nullable Object key, byte[] latest, List<byte[]> content)
      throws ConversationException {
    Sent<Q> sent = inFlight.answered(key);
    if (sent == null) {
      throw ExchangeFailures.unasked(tried(), latest);
    }
    if (key == null) {
      bytes.answered();
    }
    return new Answer<>(sent.question(), content);
  }

  private @Nullable Answer<Q> part(byte[] message) throws ConversationException {
    if (partial.isEmpty() && inFlight.count() == 0) {
      throw ExchangeFailures.unasked(tried(), message);
    }
    List<byte[]> content;
    try {
      content = partial.add(message);
    } catch (ConversationException e) {
      throw Failures.noCount(tried(), ExchangeFailures.text(message));
    }
    return content == null ? null : whole(null, message, content);
  }

  /**
   * A message that has come while no question is in flight answers nothing, and would be taken for
   * the answer to the next question. For the sender, before it sends that one. If another thread
   * receives, it finds such a message itself. Half a message, such as a prompt, stays where it is,
   * and so does the end: the next call of {@link #receive} finds them.
   */
  void requireQuiet() throws IOException {
    if (matcher != null || !receiving.tryTake()) {
      return;
    }
    try {
      if (frames.rest().length > 0 || state.ends.reader().available() > 0) {
        bytes.begin(Deadline.NOW);
        Frame frame = frames.read();
        if (frame != null) {
          CallDescription tried = ExchangeFailures.send(state.ends);
          throw frame.isTerminated()
              ? ExchangeFailures.unasked(tried, frame.bytes())
              : Failures.endedEarly(tried, ExchangeFailures.part(frame.bytes()));
        }
      }
    } catch (DeadlineExceededException e) {
      // No whole message has come.
    } catch (IOException e) {
      throw failure(e, ExchangeFailures.send(state.ends), Deadline.NOW);
    } finally {
      receiving.release();
    }
  }

  /**
   * What a call throws whose reading was ended by {@code e}. The exchange can go on only if the
   * call's own time is over, or if it is closed anyway.
   */
  private IOException failure(IOException e, CallDescription tried, Deadline deadline) {
    return switch (e) {
      case ClosedChannelException closed -> closed;
      case DeadlineExceededException late -> told(late, tried, deadline);
      case AwaitedBytes.Overdue late ->
          state.fail(told(late.timeout, tried, Deadline.after(limit)));
      case FrameException half when half.reason() == FrameException.Reason.ENDED_EARLY ->
          state.fail(Failures.endedEarly(tried, soFar()));
      default -> state.fail(told(e, tried, deadline));
    };
  }

  private IOException told(IOException e, CallDescription tried, Deadline deadline) {
    return Failures.rethrown(Failures.of(e, tried, deadline, soFar()));
  }

  /** What has come of the next answer. */
  private String soFar() {
    String latest = ExchangeFailures.text(partial.latest());
    String rest = ExchangeFailures.part(frames.rest());
    return latest.isEmpty() ? rest : rest.isEmpty() ? latest : latest + "\n" + rest;
  }

  private CallDescription tried() {
    return ExchangeFailures.receive(state.ends, inFlight.count());
  }

  @Override
  public String toString() {
    return tried().toString();
  }
}
