package io.standpipe.conversation;

import io.standpipe.Child;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.PseudoTerminal;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Talking with a program, through any two ends: questions and answers, prompts and patterns.
 *
 * {@snippet file="ConversationSnippets.java" region="ask"}
 *
 * <p><b>Messages.</b> {@link #send}, {@link #receive} and {@link #ask} deal in messages, lines
 * unless the {@link ConversationOptions} say otherwise. {@link #write} and {@link #expect} deal in
 * text as it comes: prompts, half lines, keys. The two kinds can be mixed; what was read ahead for
 * the one is there for the other.
 *
 * {@snippet file="ConversationSnippets.java" region="expect"}
 *
 * <p><b>Questions and answers.</b> The next message answers the oldest question, unless the terms
 * have {@linkplain ConversationOptions#answersByKey keys} to tell. A question whose deadline has
 * passed is still owed its answer: when that comes it is dropped, so it is not taken for the answer
 * to the next one. One who answers nothing at all to some questions is therefore one answer behind
 * from then on, until {@link #discardLateAnswers}. What lies there before a question is sent is
 * nobody's answer, and an error ({@link ConversationException.Reason#UNASKED}); what nobody asked
 * for and comes a moment later cannot be told from an answer.
 *
 * <p><b>Blocking.</b> Each call ends by its deadline: the time it was given, or {@link
 * ConversationOptions#limit}, or what is left of {@link ConversationOptions#overallLimit}. A {@link
 * DeadlineExceededException} says what was asked and what came so far; nothing is lost, and the
 * conversation goes on. An interrupt closes it ({@code ClosedByInterruptException}), {@link #close}
 * from another thread ends the call ({@code AsynchronousCloseException}), as {@code
 * java.nio.channels} has it. An end of the other side ends it at once ({@link
 * ConversationException.Reason#ENDED}).
 *
 * <p><b>Back-pressure.</b> Nothing is read that nobody waits for. A question is written and answers
 * are read at the same time, so two full pipes are no deadlock. {@link #send} alone does not read:
 * who sends without end, and reads nothing, waits until the deadline.
 *
 * <p><b>Threads.</b> Safe; calls that read take turns, each whole: one asker at a time. A dialogue
 * of several calls belongs to one thread. {@link #send} and {@link #write} do not wait for an
 * answer that another thread waits for: so a question can be cancelled. {@link #askAsync} does not
 * wait either: many questions may be under way.
 */
public final class Conversation implements AutoCloseable {
  private static final String ASK = "ask %s of";

  private final ConversationEnds ends;
  private final ConversationOptions terms;
  private final Secrets secrets;
  private final Recorder recorder;
  private final IncomingMessages hearing;
  private final OutgoingMessages speaking;
  private final Dispatcher delivery;
  private final RequestPipeline asking;
  private final Deadline overall;

  private Conversation(ConversationEnds ends, ConversationOptions terms) {
    this.ends = ends;
    this.terms = terms;
    this.secrets = new Secrets(terms.secrets());
    this.recorder = new Recorder(terms, secrets);
    this.hearing = new IncomingMessages(terms, new IncomingBytes(ends), recorder);
    this.speaking = new OutgoingMessages(terms, new OutgoingBytes(ends), recorder);
    this.delivery = new Dispatcher(terms, ends, hearing, this::tellUnasked);
    this.asking = new RequestPipeline(ends, delivery, speaking);
    this.overall = terms.overall().map(Deadline::after).orElse(Deadline.NEVER);
    if (delivery.isByKey()) {
      delivery.start();
    }
  }

  private void tellUnasked(String message) {
    ReplyMatcher keys = terms.keys();
    if (keys != null) {
      keys.unasked(this, message);
    }
  }

  /**
   * With a child, line by line: through its standard input and output, which it was started with
   * {@code piped()} or {@code terminal()} for. To close the conversation closes these two, and does
   * not stop the child.
   */
  public static Conversation with(Child child) {
    return with(child, ConversationOptions.lines());
  }

  /** With a child, on these terms. */
  public static Conversation with(Child child, ConversationOptions terms) {
    return new Conversation(
        new ConversationEnds(
            child.stdout(), child.stdin(), child.toString(), new PeerStatus(child)),
        terms);
  }

  /** With whatever has the other side of a terminal, on these terms. */
  public static Conversation with(PseudoTerminal terminal, ConversationOptions terms) {
    var ends =
        new ConversationEnds(
            terminal.reader(), terminal.writer(), terminal.toString(), new PeerStatus(null));
    return new Conversation(ends, terms);
  }

  /** With whoever is at the other ends of these two, on these terms. */
  public static Conversation over(PipeReader reader, PipeWriter writer, ConversationOptions terms) {
    return new Conversation(
        new ConversationEnds(reader, writer, reader + " and " + writer, new PeerStatus(null)),
        terms);
  }

  /** Sends a message; blocks while the pipe is full. */
  public void send(String message) throws IOException {
    send(message, terms.limit());
  }

  /** Sends a message within this time. */
  public void send(String message, Duration limit) throws IOException {
    send(message, limit, writer -> writer.write(message));
  }

  /** Sends a message of any bytes within this time. */
  public void send(byte[] message, Duration limit) throws IOException {
    send(text(message), limit, writer -> writer.write(message));
  }

  /** Sends a message that is masked in transcripts and errors from now on. */
  public void sendSecret(String message) throws IOException {
    secrets.add(message);
    send(message);
  }

  private void send(String text, Duration limit, OutgoingMessages.Message message)
      throws IOException {
    say(
        text,
        limit,
        deadline -> {
          speaking.finish(deadline); // the rest of one before: it must not become more and more
          if (!speaking.begin(message, text)) {
            speaking.finish(deadline);
          }
        });
  }

  /**
   * Writes a text as it is, with no delimiter: what is typed at a prompt, {@code "\3"} for Ctrl-C.
   */
  public void write(String text) throws IOException {
    say(text, terms.limit(), deadline -> speaking.write(text, deadline));
  }

  private interface Words {
    void say(Deadline deadline) throws IOException;
  }

  private void say(String text, Duration limit, Words words) throws IOException {
    ends.ensureOpen();
    asking.requireNoListener();
    CallDescription tried = attempt("send %s to", text);
    Deadline deadline = deadline(limit, tried);
    asking.writing.take(deadline, tried);
    try {
      words.say(deadline);
    } catch (IOException e) {
      throw RequestPipeline.rethrown(Failures.of(e, tried, deadline, ""));
    } finally {
      asking.writing.leave();
    }
  }

  /** The next message; empty at the end. Blocks until it is there. */
  public Optional<String> receive() throws IOException {
    return receive(terms.limit());
  }

  /** The next message within this time; empty at the end. */
  public Optional<String> receive(Duration limit) throws IOException {
    return receive(attempt("receive from", ""), limit, AnswerCollector.text());
  }

  /** The bytes of the next message within this time; empty at the end. */
  public Optional<byte[]> receiveBytes(Duration limit) throws IOException {
    return receive(attempt("receive from", ""), limit, AnswerCollector.bytes());
  }

  /** The next message, for one who knows which it should be, and has errors say so. */
  Optional<String> receive(String verb, Object expected, Duration limit) throws IOException {
    return receive(attempt(verb, expected), limit, AnswerCollector.text());
  }

  private <T> Optional<T> receive(CallDescription tried, Duration limit, AnswerCollector<T> answer)
      throws IOException {
    asking.requireOrder("receive()");
    try {
      return Optional.of(asking.receive(request(tried, limit, answer)));
    } catch (ConversationException e) {
      if (e.reason() == ConversationException.Reason.ENDED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Sends a question; blocks until the message is there that answers it. */
  public String ask(String question) throws IOException {
    return ask(question, terms.limit());
  }

  /** Asks; the answer is to come within this time. */
  public String ask(String question, Duration limit) throws IOException {
    return asking.ask(
        request(attempt(ASK, question), limit, AnswerCollector.text()), message(question));
  }

  /** Asks in bytes. */
  public byte[] ask(byte[] question, Duration limit) throws IOException {
    Request<byte[]> request = request(attempt(ASK, text(question)), limit, AnswerCollector.bytes());
    return asking.ask(request, writer -> writer.write(question));
  }

  /**
   * Asks, and takes messages until one of them fulfils a condition: all of them, that one too.
   * Together they have {@link ConversationOptions#maxChars} characters at most.
   */
  public List<String> askUntil(String question, Predicate<? super String> last) throws IOException {
    return askUntil(question, last, terms.limit());
  }

  /** The same; the last of them is to come within this time. */
  public List<String> askUntil(String question, Predicate<? super String> last, Duration limit)
      throws IOException {
    return asking.ask(until(question, last, limit), message(question));
  }

  /**
   * Asks without waiting for the answer. Blocks only while the pipe is full, or as many questions
   * are under way as the terms allow.
   *
   * {@snippet file="ConversationSnippets.java" region="pipelined"}
   *
   * <p>The future is completed on a virtual thread of its own: whatever is attached to it before
   * that may block, and ask again. Its exceptions are those of {@link #ask}. To complete or cancel
   * it does nothing to the conversation.
   */
  public CompletableFuture<String> askAsync(String question) throws IOException {
    return askAsync(question, terms.limit());
  }

  /** Asks without waiting; the answer is to come within this time. */
  public CompletableFuture<String> askAsync(String question, Duration limit) throws IOException {
    Request<String> request = request(attempt(ASK, question), limit, AnswerCollector.text());
    return asking.askAsync(request, message(question));
  }

  /** {@link #askUntil} without waiting. */
  public CompletableFuture<List<String>> askUntilAsync(
      String question, Predicate<? super String> last, Duration limit) throws IOException {
    return asking.askAsync(until(question, last, limit), message(question));
  }

  /** Waits for a text: see {@link Expected}. */
  public Match expect(String text) throws IOException {
    return expect(Expected.text(text));
  }

  /** Waits for a match of a pattern: see {@link Expected}. */
  public Match expect(Pattern pattern) throws IOException {
    return expect(Expected.regex(pattern));
  }

  /** Waits for one of these: see {@link Expected}. */
  public Match expect(Expected... cues) throws IOException {
    return expect(terms.limit(), cues);
  }

  /**
   * Waits for one of these within this time. What comes up to the end of the match is taken; what
   * follows is left for the next call. Where there is no match nothing is taken.
   *
   * @throws ConversationException at the end, if that is none of the cues; after more than {@link
   *     ConversationOptions#maxChars} characters without a match
   */
  public Match expect(Duration limit, Expected... cues) throws IOException {
    if (cues.length == 0) {
      throw new IllegalArgumentException("at least one cue expected");
    }
    ends.ensureOpen();
    asking.requireNoListener();
    asking.requireOrder("expect()");
    CallDescription tried = attempt("expect %s from", List.of(cues));
    Deadline deadline = deadline(limit, tried);
    asking.calls.take(deadline, tried);
    try {
      delivery.reading.take(deadline, tried);
      try {
        delivery.drain(deadline, tried);
        Match match = new ExpectCall(tried, List.of(cues), terms, hearing, deadline).await();
        recorder.saidText(Direction.RECEIVED, match.before() + match.text());
        return match;
      } finally {
        delivery.reading.leave();
      }
    } finally {
      asking.calls.leave();
    }
  }

  /**
   * {@link #expect} on a virtual thread, which completes the future. To complete or cancel that
   * does nothing to the conversation: the wait goes on to its end, and takes what it finds.
   */
  public CompletableFuture<Match> expectAsync(Duration limit, Expected... cues) {
    Expected[] copy = cues.clone();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return expect(limit, copy);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        Thread::startVirtualThread);
  }

  /**
   * Whether the other side answers: asks, and waits for any answer no longer than this. A process
   * that is there, or a pipe that takes bytes, says nothing of that. If it does not answer in time
   * it still owes the answer, as with {@link #ask}.
   *
   * @throws ClosedChannelException if this conversation is closed
   */
  public boolean isAnswering(String probe, Duration limit) throws IOException {
    Deadline deadline = Deadline.after(limit);
    while (true) {
      try {
        ask(probe, deadline.left());
        return true;
      } catch (DeadlineExceededException e) {
        return false;
      } catch (ConversationException e) {
        // What came before the probe is no answer to it, and is out of the way now.
        if (e.reason() != ConversationException.Reason.UNASKED || deadline.hasPassed()) {
          return false;
        }
      }
    }
  }

  /**
   * Waits no longer for the answers to questions whose deadline has passed, and which it would drop
   * if they came: the next message answers the next question. For one who knows that they will not
   * come, because the other side had nothing to say to that.
   */
  public void discardLateAnswers() {
    delivery.pending.forgetDone();
  }

  /** What was said so far; empty where the terms keep none. */
  public Transcript transcript() {
    return recorder.transcript();
  }

  /**
   * Says no more: closes the writer. The other side sees the end of its input; answers still come.
   */
  public void closeWriter() {
    ends.writer().close();
  }

  /**
   * Closes both ends, and ends every call that waits, with an {@code AsynchronousCloseException}.
   * Returns at once; closing again does nothing. The other side sees the end of its input.
   */
  @Override
  public void close() {
    ends.close();
    delivery.close(new AsynchronousCloseException());
  }

  /** {@code conversation with child 797 (bc)}. */
  @Override
  public String toString() {
    return "conversation with " + ends.name();
  }

  private static OutgoingMessages.Message message(String question) {
    return writer -> writer.write(question);
  }

  private Request<List<String>> until(
      String question, Predicate<? super String> last, Duration limit) throws IOException {
    Objects.requireNonNull(last, "last");
    CallDescription tried = attempt(ASK, question);
    return request(tried, limit, new AnswerCollector.Until(tried, last, terms.maxChars()));
  }

  private <T> Request<T> request(CallDescription tried, Duration limit, AnswerCollector<T> answer)
      throws DeadlineExceededException {
    return new Request<>(tried, deadline(limit, tried), answer, key(tried));
  }

  private @Nullable Object key(CallDescription tried) {
    ReplyMatcher keys = terms.keys();
    return keys == null ? null : Objects.requireNonNull(keys.ofQuestion(tried.text()), "its key");
  }

  /** Where the time of the whole conversation is over no call begins, however quick it would be. */
  private Deadline deadline(Duration limit, CallDescription tried)
      throws DeadlineExceededException {
    if (!overall.equals(Deadline.NEVER) && overall.hasPassed()) {
      throw new DeadlineExceededException(
          tried.toString(), overall.limit(), "that was for the whole conversation, which is over");
    }
    return Deadline.after(limit).earlier(overall);
  }

  private CallDescription attempt(String verb, Object what) {
    return new CallDescription(verb, Objects.requireNonNull(what, "the message"), ends, secrets);
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }
}
