package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Makes requests of questions, in each form that a question and its answer may have. */
final class Questions {
  private static final String ASK = "ask %s of";

  private final CallFactory calls;
  private final Dispatcher dispatcher;
  private final RequestPipeline pipeline;
  private final Answers answers;
  private final int maxChars;

  Questions(
      CallFactory calls,
      Dispatcher dispatcher,
      RequestPipeline pipeline,
      ConversationOptions options) {
    this.calls = calls;
    this.dispatcher = dispatcher;
    this.pipeline = pipeline;
    this.answers = options.answers();
    this.maxChars = options.maxChars();
  }

  String ask(String question, Deadline deadline) throws IOException {
    return pipeline.ask(single(question, deadline), writer -> writer.write(question));
  }

  CompletableFuture<String> askAsync(String question, Deadline deadline) throws IOException {
    return pipeline.askAsync(single(question, deadline), writer -> writer.write(question));
  }

  private Request<String> single(String question, Deadline deadline) throws IOException {
    requireSingle("ask()");
    return calls.request(calls.describe(ASK, question), deadline, AnswerCollector.text());
  }

  byte[] ask(byte[] question, Deadline deadline) throws IOException {
    requireSingle("ask()");
    String text = new String(question, StandardCharsets.UTF_8);
    CallDescription tried = calls.describe(ASK, text);
    Request<byte[]> request = calls.request(tried, deadline, AnswerCollector.bytes());
    return pipeline.ask(request, writer -> writer.write(question));
  }

  List<String> askUntil(String question, Predicate<? super String> last, Deadline deadline)
      throws IOException {
    return pipeline.ask(multiple(question, last, deadline), writer -> writer.write(question));
  }

  CompletableFuture<List<String>> askUntilAsync(
      String question, Predicate<? super String> last, Deadline deadline) throws IOException {
    return pipeline.askAsync(multiple(question, last, deadline), writer -> writer.write(question));
  }

  private Request<List<String>> multiple(
      String question, Predicate<? super String> last, Deadline deadline) throws IOException {
    Objects.requireNonNull(last, "last");
    requireSingle("askUntil()");
    CallDescription tried = calls.describe(ASK, question);
    return calls.request(tried, deadline, new AnswerCollector.Until(tried, last, maxChars));
  }

  /** A call that takes the answer's end from elsewhere would leave the conversation out of step. */
  private void requireSingle(String call) {
    if (!answers.areSingle()) {
      throw new IllegalStateException(
          call
              + " cannot be used where the options say how an answer ends ("
              + answers
              + "); use askAll()");
    }
  }

  List<String> askAll(String question, Deadline deadline) throws IOException {
    CallDescription tried = calls.describe(ASK, question);
    var whole = new AnswerCollector.Whole(tried, answers, maxChars);
    return pipeline.ask(calls.request(tried, deadline, whole), writer -> writer.write(question));
  }

  /**
   * Returns the next message, which no question asked for; empty at the end.
   *
   * @param verb a format with a place for {@code expected}
   * @param expected what the caller knows should come, for errors
   */
  <T> Optional<T> receive(
      String verb, Object expected, Deadline deadline, AnswerCollector<T> answer)
      throws IOException {
    CallDescription tried = calls.describe(verb, expected);
    dispatcher.requireOrder("receive()");
    try {
      return Optional.of(pipeline.receive(calls.request(tried, deadline, answer)));
    } catch (ConversationException e) {
      if (e.reason() == ConversationException.Reason.ENDED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  boolean isAnswering(String probe, Deadline deadline) throws IOException {
    while (true) {
      try {
        askAll(probe, deadline);
        return true;
      } catch (DeadlineExceededException e) {
        return false;
      } catch (ConversationException e) {
        // A message that came before the probe does not answer it, and is out of the way now.
        if (e.reason() != ConversationException.Reason.UNASKED || deadline.hasPassed()) {
          return false;
        }
      }
    }
  }
}
