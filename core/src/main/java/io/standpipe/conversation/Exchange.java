package io.standpipe.conversation;

import static java.util.Objects.requireNonNull;

import io.standpipe.Child;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.FrameException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends many questions to a program and receives their answers, in bytes, with thousands in flight.
 * A {@link Conversation} is for dialogues; an exchange is for throughput.
 *
 * {@snippet file="ConversationSnippets.java" region="exchange"}
 *
 * <p><b>Questions and answers.</b> Each question carries an object of the caller's, of type {@code
 * Q}, which its {@link Answer} returns. {@link ExchangeOptions#answers} says which messages belong
 * to which question: in order, or by a key. In order, a message that comes while no question is in
 * flight is an error. One that comes a moment later cannot be told from an answer: a program that
 * answers one question twice is found out when the last question has been answered, and by then
 * answers may have gone to the wrong questions.
 *
 * <p><b>Threads: two are needed.</b> Safe from any thread. One sends while another one receives,
 * because a program stops reading while nobody reads what it writes. A single thread may do both
 * only if the questions that it sends before it receives again, and their answers, fit into the
 * pipes: 64 KiB each way as a rule. Otherwise its {@link #send} never returns, unless a time limit,
 * an interrupt or a close ends it. Calls of several senders take turns, and so do those of several
 * receivers.
 *
 * <p><b>Back-pressure.</b> A send blocks while as many questions or bytes are in flight as the
 * options allow, or the pipe is full. What wakes it: an answer that {@link #receive} returns to
 * another thread, the program that reads on, {@link #close}, an interrupt, and a failure that the
 * receiver finds, which it then throws. Nothing is read from the program while no thread receives.
 *
 * <p><b>Time.</b> {@link ExchangeOptions#limit} is the time for each answer; a thread that receives
 * notices when it has passed. {@link #receive()} may wait longer than that, as long as no question
 * is in flight.
 *
 * <p><b>Errors.</b> A {@link ConversationException}: the program has closed its output while
 * answers are due ({@code ENDED}), perhaps within a message ({@code ENDED_EARLY}); said something
 * unasked ({@code UNASKED}) or too much ({@code TOO_MUCH}); did not begin with a number ({@code
 * NO_COUNT}). A {@link FrameException}: it broke the framing. A {@link DeadlineExceededException}:
 * an answer has not come in time. The message says how many answers were due, and so does {@link
 * #inFlight}. Each of these is final, because later answers could not be told to belong to their
 * questions: the program's input is closed, {@link #isOpen} is false, and every later call throws
 * the same exception. Answers that came before the end of the output are received before it.
 *
 * <p>These are not final, and leave {@link #isOpen} true: a message that the framing cannot carry
 * is refused ({@link FrameException.Reason#UNWRITABLE}, or {@code TOO_LONG}) and its question not
 * sent; and a call with a time limit of its own may run out of it. A send that finds that the
 * program no longer reads throws {@code ENDED}, but answers to earlier questions can still be
 * received.
 *
 * <p>An interrupt closes the exchange ({@code ClosedByInterruptException}), and a {@link #close}
 * from another thread ends a call ({@code AsynchronousCloseException}), as with the channels of
 * {@code java.nio.channels}.
 *
 * @param <Q> what comes back with an answer
 */
public final class Exchange<Q> implements AutoCloseable {
  private final ExchangeState<Q> state;
  private final AnswerReceiver<Q> receiver;
  private final QuestionSender<Q> sender;

  private Exchange(ConversationEnds ends, ExchangeOptions options) {
    this.state = new ExchangeState<>(ends, new InFlight<>(options));
    this.receiver = new AnswerReceiver<>(state, options);
    this.sender = new QuestionSender<>(state, receiver, options);
  }

  /**
   * Talks with a child that was started with {@code piped()}, through its standard input and
   * output, which no other code may use from now on. Closing the exchange closes these two, and
   * does not stop the child.
   */
  public static <Q> Exchange<Q> with(Child child, ExchangeOptions options) {
    var ends =
        new ConversationEnds(child.stdout(), child.stdin(), child.toString(), PeerStatus.of(child));
    return new Exchange<>(ends, options);
  }

  /** Talks with the process at the other ends of these two. */
  public static <Q> Exchange<Q> over(
      PipeReader reader, PipeWriter writer, ExchangeOptions options) {
    String name = reader + " and " + writer;
    return new Exchange<>(
        new ConversationEnds(reader, writer, name, PeerStatus.unknown()), options);
  }

  /**
   * Sends a question. Blocks as described above, without a time limit of its own.
   *
   * @throws FrameException if the framing cannot carry the message; nothing was sent
   * @throws IllegalArgumentException if answers are recognised by a key and the message has none;
   *     nothing was sent
   * @throws IllegalStateException after {@link #finish}
   */
  public void send(Q question, byte[] message) throws IOException {
    send(question, message, Deadline.NEVER);
  }

  /**
   * Sends a question within this time.
   *
   * @throws DeadlineExceededException if there was no room for it in time, and it was not sent; or
   *     if the pipe was full. In this case the question is in flight, as {@link #inFlight} shows,
   *     and the next send, or {@link #finish}, writes the rest of its message first.
   */
  public void send(Q question, byte[] message, Duration limit) throws IOException {
    send(question, message, Deadline.after(limit));
  }

  private void send(Q question, byte[] message, Deadline deadline) throws IOException {
    requireNonNull(question, "question");
    requireNonNull(message, "message");
    sender.send(List.of(question), _ -> message, deadline);
  }

  /**
   * Sends a batch of questions, whose messages are written together. This is much faster than one
   * {@link #send} for each. The batch may be larger than what may be in flight.
   *
   * @param message makes the message of each question, on the calling thread. If it throws, or the
   *     message is refused as by {@link #send(Object, byte[])}, the questions before are in flight
   *     and the others are not sent: the last one that {@code message} was called for is the one
   *     that was refused.
   */
  public void sendAll(Iterable<? extends Q> questions, Function<? super Q, byte[]> message)
      throws IOException {
    sender.send(questions, requireNonNull(message, "message"), Deadline.NEVER);
  }

  /**
   * Sends a batch of questions, as {@link #sendAll(Iterable, Function)} does, within this time.
   *
   * @throws DeadlineExceededException if not all could be sent in time. Those that are in flight,
   *     as {@link #inFlight} shows, are written by the next send or by {@link #finish}; the others
   *     are not sent.
   */
  public void sendAll(
      Iterable<? extends Q> questions, Function<? super Q, byte[]> message, Duration limit)
      throws IOException {
    sender.send(questions, requireNonNull(message, "message"), Deadline.after(limit));
  }

  /**
   * Returns the next answer. Blocks until it is whole; also while no question is in flight, so that
   * a receiving thread may be started first.
   *
   * @return null at the end of the program's output, if that is due: after {@link #finish}, when
   *     everything is answered
   */
  public @Nullable Answer<Q> receive() throws IOException {
    return receiver.receive(Deadline.NEVER);
  }

  /**
   * Returns the next answer, as {@link #receive()} does, if it is whole within this time.
   *
   * @throws DeadlineExceededException if it is not. The exchange goes on ({@link #isOpen}), and a
   *     part that has come is kept; unless {@link ExchangeOptions#limit} has passed as well.
   */
  public @Nullable Answer<Q> receive(Duration limit) throws IOException {
    return receiver.receive(Deadline.after(limit));
  }

  /** How many questions have no answer yet. After a failure, how many have remained without. */
  public int inFlight() {
    return state.inFlight.count();
  }

  /**
   * No more questions will follow: closes the program's input, which tells it to finish and exit.
   * Waits for a send of another thread. Finishing again does nothing.
   */
  public void finish() throws IOException {
    sender.finish();
  }

  /** False after a failure that ends the exchange, and after {@link #close}. */
  public boolean isOpen() {
    return state.isOpen();
  }

  /**
   * Closes both ends, and ends every call that waits. Returns at once; closing again does nothing.
   * The program sees the end of its input, and gets SIGPIPE if it writes on.
   */
  @Override
  public void close() {
    state.close();
  }

  /** {@code exchange with child 797 (bc)}. */
  @Override
  public String toString() {
    return "exchange with " + state.ends.name();
  }
}
