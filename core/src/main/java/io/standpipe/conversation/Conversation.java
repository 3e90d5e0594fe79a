package io.standpipe.conversation;

import io.standpipe.Child;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.PseudoTerminal;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.Secrets;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Talks with a program through any two ends: questions and answers, prompts and patterns.
 *
 * {@snippet file="ConversationSnippets.java" region="ask"}
 *
 * <p><b>Messages.</b> {@link #send}, {@link #receive} and {@link #ask} deal in messages: lines,
 * unless the {@link ConversationOptions} define something else. {@link #write} and {@link #expect}
 * deal in text as it comes: prompts, half lines, keys. Both kinds can be mixed; what was read ahead
 * for one kind is there for the other.
 *
 * {@snippet file="ConversationSnippets.java" region="expect"}
 *
 * <p><b>Questions and answers.</b> The next message answers the oldest question, unless the options
 * recognise answers {@linkplain Answers#key by a key}. A question whose deadline has passed is
 * still owed its answer: when that comes, it is dropped, so it is not taken for the answer to the
 * next question. A program that does not answer some questions at all is therefore one answer
 * behind from then on, until {@link #discardLateAnswers}. A message that is there before a question
 * is sent answers nothing, and is an error ({@link ConversationException.Reason#UNASKED}); an
 * unasked message that comes a moment later cannot be told from an answer.
 *
 * <p><b>Blocking.</b> Each call ends by its deadline: the limit that it was given, or {@link
 * ConversationOptions#limit}, or what is left of {@link ConversationOptions#overallLimit}. A {@link
 * DeadlineExceededException} says what was asked and what has come so far; nothing is lost, and the
 * conversation goes on. An interrupt closes the conversation ({@code ClosedByInterruptException});
 * {@link #close} from another thread ends the call ({@code AsynchronousCloseException}), as with
 * the channels of {@code java.nio.channels}. The end of the other side ends the call at once
 * ({@link ConversationException.Reason#ENDED}).
 *
 * <p><b>Back-pressure.</b> Nothing is read unless some call waits for it. A question is written
 * while answers are read, so two full pipes are no deadlock. {@link #send} alone does not read: a
 * caller that sends without end and never reads blocks until the deadline.
 *
 * <p><b>Threads.</b> Safe. Calls that read take turns as a whole, so one thread asks at a time; a
 * dialogue of several calls belongs to one thread. {@link #send} and {@link #write} do not wait for
 * an answer that another thread waits for, so they can cancel a question. {@link #askAsync} does
 * not wait either: many questions may be in flight.
 */
public final class Conversation implements AutoCloseable {
  private static final String RECEIVE = "receive from";

  private final ConversationEnds ends;
  private final ConversationOptions options;
  private final Secrets secrets;
  private final Recorder recorder;
  private final Dispatcher dispatcher;
  private final Questions questions;
  private final MessageSender sender;
  private final Expecter expecter;

  private Conversation(ConversationEnds ends, ConversationOptions options) {
    this.ends = ends;
    this.options = options;
    this.secrets = new Secrets(options.secrets());
    var calls = new CallFactory(ends, secrets, options);
    this.recorder = new Recorder(options, secrets);
    var locks = new ConversationLocks(ends);
    var incoming = new IncomingMessages(options, new IncomingBytes(ends), recorder);
    var outgoing = new OutgoingMessages(options, new OutgoingBytes(ends), recorder);
    this.sender = new MessageSender(ends, locks, calls, outgoing);
    var unmatched = new UnmatchedReplies(options, sender);
    this.dispatcher = new Dispatcher(options, ends, locks.reading, incoming, unmatched::handle);
    var pipeline = new RequestPipeline(ends, locks, dispatcher, outgoing);
    this.questions = new Questions(calls, dispatcher, pipeline, options);
    this.expecter = new Expecter(ends, locks, calls, options, dispatcher, incoming, recorder);
    pipeline.begin();
  }

  /**
   * Talks line by line with a child that was started with {@code piped()} or {@code terminal()},
   * through its standard input and output. Closing the conversation closes these two, and does not
   * stop the child.
   */
  public static Conversation with(Child child) {
    return with(child, ConversationOptions.lines());
  }

  /** Talks with a child, with these options. */
  public static Conversation with(Child child, ConversationOptions options) {
    var ends =
        new ConversationEnds(child.stdout(), child.stdin(), child.toString(), PeerStatus.of(child));
    return new Conversation(ends, options);
  }

  /** Talks with the process at the other side of a terminal, with these options. */
  public static Conversation with(PseudoTerminal terminal, ConversationOptions options) {
    var ends =
        new ConversationEnds(
            terminal.reader(), terminal.writer(), terminal.toString(), PeerStatus.unknown());
    return new Conversation(ends, options);
  }

  /** Talks with the process at the other ends of these two, with these options. */
  public static Conversation over(
      PipeReader reader, PipeWriter writer, ConversationOptions options) {
    String name = reader + " and " + writer;
    return new Conversation(
        new ConversationEnds(reader, writer, name, PeerStatus.unknown()), options);
  }

  /** Sends a message; blocks while the pipe is full. */
  public void send(String message) throws IOException {
    send(message, options.limit());
  }

  /** Sends a message within this time. */
  public void send(String message, Duration limit) throws IOException {
    sender.send(writer -> writer.write(message), message, Deadline.after(limit));
  }

  /** Sends a message of any bytes within this time. */
  public void send(byte[] message, Duration limit) throws IOException {
    String text = new String(message, StandardCharsets.UTF_8);
    sender.send(writer -> writer.write(message), text, Deadline.after(limit));
  }

  /**
   * Sends a message that is masked from now on, as by {@link ConversationOptions#secret}: in
   * transcripts, to listeners, and in errors.
   */
  public void sendSecret(String message) throws IOException {
    sendSecret(message, options.limit());
  }

  /** {@link #sendSecret(String)} within this time. */
  public void sendSecret(String message, Duration limit) throws IOException {
    secrets.add(message);
    send(message, limit);
  }

  /**
   * Writes a text as it is, with no delimiter: what a person types at a prompt, or {@code "\3"} for
   * Ctrl-C. Blocks while the pipe is full.
   */
  public void write(String text) throws IOException {
    write(text, options.limit());
  }

  /** {@link #write(String)} within this time. */
  public void write(String text, Duration limit) throws IOException {
    sender.write(text, Deadline.after(limit));
  }

  /** Returns the next message; empty at the end. Blocks until it is there. */
  public Optional<String> receive() throws IOException {
    return receive(options.limit());
  }

  /** Returns the next message within this time; empty at the end. */
  public Optional<String> receive(Duration limit) throws IOException {
    return receive(RECEIVE, "", limit);
  }

  /** Returns the bytes of the next message within this time; empty at the end. */
  public Optional<byte[]> receiveBytes(Duration limit) throws IOException {
    return questions.receive(RECEIVE, "", Deadline.after(limit), AnswerCollector.bytes());
  }

  /** Returns the next message for a caller that knows what should come, and has errors say so. */
  Optional<String> receive(String verb, Object expected, Duration limit) throws IOException {
    return questions.receive(verb, expected, Deadline.after(limit), AnswerCollector.text());
  }

  String masked(String message) {
    return secrets.mask(message);
  }

  /** Compares a message with a pattern; a deadline, an interrupt and a close end it. */
  boolean compare(
      String verb, Object expected, Deadline limit, String came, Predicate<MatchGuard> fits)
      throws IOException {
    return expecter.compare(verb, expected, limit, came, fits);
  }

  /** Sends a question and returns the message that answers it. Blocks until that is there. */
  public String ask(String question) throws IOException {
    return ask(question, options.limit());
  }

  /** Sends a question and returns the answer, within this time. */
  public String ask(String question, Duration limit) throws IOException {
    return questions.ask(question, Deadline.after(limit));
  }

  /** Sends a question of any bytes and returns the bytes of the answer, within this time. */
  public byte[] ask(byte[] question, Duration limit) throws IOException {
    return questions.ask(question, Deadline.after(limit));
  }

  /**
   * Sends a question and returns all messages up to the first one that fulfils a condition, with
   * that one. Together they have at most {@link ConversationOptions#maxChars} characters.
   *
   * <p>A thread that reads for this conversation calls the condition, which must not use the
   * conversation. It is not interrupted, but the deadline, an interrupt and a close end this call
   * even while the condition is at work; until it returns, nothing more is read.
   */
  public List<String> askUntil(String question, Predicate<? super String> last) throws IOException {
    return askUntil(question, last, options.limit());
  }

  /** {@link #askUntil(String, Predicate)}; the last message has to come within this time. */
  public List<String> askUntil(String question, Predicate<? super String> last, Duration limit)
      throws IOException {
    return questions.askUntil(question, last, Deadline.after(limit));
  }

  /** {@link #askAll(String, Duration)} within {@link ConversationOptions#limit}. */
  public List<String> askAll(String question) throws IOException {
    return askAll(question, options.limit());
  }

  /**
   * Sends a question and returns all messages of the answer, which may be none, within this time.
   * {@link ConversationOptions#answers} says where an answer ends. Together they have at most
   * {@link ConversationOptions#maxChars} bytes.
   *
   * <p>An answer that is not complete in time is still owed: its messages are dropped when they
   * come, up to its end.
   *
   * @throws ConversationException {@link ConversationException.Reason#NO_COUNT} if an answer that
   *     must begin with a number does not: what follows cannot be told apart any more
   */
  public List<String> askAll(String question, Duration limit) throws IOException {
    return questions.askAll(question, Deadline.after(limit));
  }

  /**
   * Asks without waiting for the answer. Blocks only while the pipe is full, or as many questions
   * are in flight as the options allow.
   *
   * {@snippet file="ConversationSnippets.java" region="pipelined"}
   *
   * <p>A virtual thread of its own completes the future, so actions that were attached before may
   * block and ask again. The future's exceptions are those of {@link #ask(String)}. Completing or
   * cancelling it has no effect on the conversation.
   */
  public CompletableFuture<String> askAsync(String question) throws IOException {
    return askAsync(question, options.limit());
  }

  /** {@link #askAsync(String)}; the answer has to come within this time. */
  public CompletableFuture<String> askAsync(String question, Duration limit) throws IOException {
    return questions.askAsync(question, Deadline.after(limit));
  }

  /** {@link #askUntil(String, Predicate, Duration)} without waiting. */
  public CompletableFuture<List<String>> askUntilAsync(
      String question, Predicate<? super String> last, Duration limit) throws IOException {
    return questions.askUntilAsync(question, last, Deadline.after(limit));
  }

  /** Waits for a text. */
  public Match expect(String text) throws IOException {
    return expect(text, options.limit());
  }

  /** Waits for a text within this time. */
  public Match expect(String text, Duration limit) throws IOException {
    return expect(List.of(Expected.text(text)), limit);
  }

  /** Waits for a match of a pattern; see {@link Expected} for when it counts as complete. */
  public Match expect(Pattern pattern) throws IOException {
    return expect(pattern, options.limit());
  }

  /** Waits for a match of a pattern within this time. */
  public Match expect(Pattern pattern, Duration limit) throws IOException {
    return expect(List.of(Expected.regex(pattern)), limit);
  }

  /** Waits for this within this time. */
  public Match expect(Expected expected, Duration limit) throws IOException {
    return expect(List.of(expected), limit);
  }

  /** Waits for the first of these. */
  public Match expect(Expected... anyOf) throws IOException {
    return expect(List.of(anyOf), options.limit());
  }

  /**
   * Waits for the first of these within this time. Takes what comes up to the end of the match, and
   * leaves what follows to the next call. Takes nothing if there is no match.
   *
   * @throws ConversationException at the end, unless the end is expected; after more than {@link
   *     ConversationOptions#maxChars} characters without a match
   */
  public Match expect(List<Expected> anyOf, Duration limit) throws IOException {
    return expecter.expect(List.copyOf(anyOf), Deadline.after(limit));
  }

  /**
   * {@link #expect(List, Duration)} on a virtual thread, which completes the future. Completing or
   * cancelling the future has no effect on the conversation: the wait goes on to its end, and takes
   * what it finds.
   */
  public CompletableFuture<Match> expectAsync(List<Expected> anyOf, Duration limit) {
    return expecter.expectAsync(List.copyOf(anyOf), Deadline.after(limit));
  }

  /**
   * Whether the other side answers: sends a question and waits for any answer, no longer than this.
   * Neither a process that exists nor a pipe that takes bytes proves as much. A program that does
   * not answer in time still owes the answer, as with {@link #ask(String)}.
   *
   * @throws ClosedChannelException if this conversation is closed
   */
  public boolean isAnswering(String probe, Duration limit) throws IOException {
    return questions.isAnswering(probe, Deadline.after(limit));
  }

  /**
   * Stops waiting for the answers to questions whose deadline has passed, which would be dropped if
   * they came: the next message answers the next question. For callers that know that those answers
   * will not come, because the program had nothing to say.
   */
  public void discardLateAnswers() {
    dispatcher.pending.forgetDone();
  }

  /**
   * The number of questions whose deadline has passed and whose answers have not come. What comes
   * next belongs to them; a program that must not be asked more than it can answer waits for zero,
   * for example by {@link #receive(Duration)}.
   */
  public int lateAnswers() {
    return dispatcher.pending.countDone();
  }

  /** What was said so far; empty if the options keep no transcript. */
  public Transcript transcript() {
    return recorder.transcript();
  }

  /** Closes the writer. The other side sees the end of its input; answers still come. */
  public void closeWriter() {
    ends.writer().close();
  }

  /**
   * Ends the conversation and leaves the other side running, as after a server has said that it is
   * ready. What it still writes is read and dropped ({@link PipeReader#drain}), and its input stays
   * open until the {@link Child}, or the caller's writer, is closed. Calls that wait end as by
   * {@link #close}, which does nothing from now on. A child is still stopped by {@link
   * Child#close}. Does not block.
   *
   * @throws IOException if there is no descriptor left for this; the conversation goes on then
   */
  public void detach() throws IOException {
    ends.detach();
    dispatcher.close(new AsynchronousCloseException());
  }

  /**
   * Closes both ends, and ends every call that waits with an {@code AsynchronousCloseException}.
   * Returns at once; closing again does nothing. The other side sees the end of its input, and gets
   * SIGPIPE if it writes on; {@link #detach} spares it both. A child that ends because of this is
   * still to be closed: {@link Child#close} ends what it has left behind.
   */
  @Override
  public void close() {
    ends.close();
    dispatcher.close(new AsynchronousCloseException());
  }

  /** {@code conversation with child 797 (bc)}. */
  @Override
  public String toString() {
    return "conversation with " + ends.name();
  }
}
