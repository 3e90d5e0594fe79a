package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.framing.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects the messages that answer one question. For one thread at a time. */
abstract class AnswerCollector<T> {
  /** Takes the next message. */
  abstract void add(Frame frame);

  /**
   * Whether a message is the last one. This may be the user's code, so no lock is held meanwhile.
   */
  boolean isLast(Frame frame) {
    return true;
  }

  /** Whether {@link #isLast} is the user's code, which may take any time. */
  boolean isUsersCode() {
    return false;
  }

  /** Why there will be no value, whatever else comes; null if there may be one. */
  @Nullable ConversationException failure() {
    return null;
  }

  /** The answer, once it is complete. */
  abstract T value();

  /** The part that has come so far, for errors. */
  String soFar() {
    return "";
  }

  static AnswerCollector<String> text() {
    return new Single<>("") {
      @Override
      String of(Frame frame) {
        return frame.text();
      }
    };
  }

  static AnswerCollector<byte[]> bytes() {
    return new Single<>(new byte[0]) {
      @Override
      byte[] of(Frame frame) {
        return frame.bytes();
      }
    };
  }

  /** One message. */
  private abstract static class Single<T> extends AnswerCollector<T> {
    private T value;

    Single(T nothing) {
      this.value = nothing;
    }

    abstract T of(Frame frame);

    @Override
    void add(Frame frame) {
      value = of(frame);
    }

    @Override
    T value() {
      return value;
    }
  }

  /** All messages up to the one that {@code last} accepts, including that one. */
  static final class Until extends AnswerCollector<List<String>> {
    private final CallDescription tried;
    private final Predicate<? super String> last;
    private final int maxChars;
    private final List<String> messages = new ArrayList<>();
    private long chars;
    private @Nullable ConversationException failure;

    Until(CallDescription tried, Predicate<? super String> last, int maxChars) {
      this.tried = tried;
      this.last = last;
      this.maxChars = maxChars;
    }

    /** Once it is too much, drops the rest up to its end: it answers no other question. */
    @Override
    void add(Frame frame) {
      String message = frame.text();
      chars += message.length() + 1;
      if (chars <= maxChars) {
        messages.add(message);
      } else if (failure == null) {
        failure = Failures.tooMuch(tried, maxChars, soFar());
        messages.clear();
      }
    }

    @Override
    boolean isLast(Frame frame) {
      return last.test(frame.text());
    }

    @Override
    boolean isUsersCode() {
      return true;
    }

    @Override
    @Nullable ConversationException failure() {
      return failure;
    }

    @Override
    List<String> value() {
      return List.copyOf(messages);
    }

    @Override
    String soFar() {
      return String.join("\n", messages);
    }
  }

  /** As many messages as belong to the answer. */
  static final class Whole extends AnswerCollector<List<String>> {
    private final CallDescription tried;
    private final Answers answers;
    private final int maxChars;
    private final List<byte[]> messages = new ArrayList<>();
    private byte[] first = new byte[0];
    private long count;
    private long chars;
    private boolean complete;
    private @Nullable ConversationException failure;

    Whole(CallDescription tried, Answers answers, int maxChars) {
      this.tried = tried;
      this.answers = answers;
      this.maxChars = maxChars;
    }

    /** Once it is too much, drops the rest up to its end: it answers no other question. */
    @Override
    void add(Frame frame) {
      byte[] message = frame.bytes();
      if (++count == 1) {
        first = message;
      }
      chars += message.length + 1;
      if (chars <= maxChars) {
        messages.add(message);
      } else if (failure == null) {
        failure = Failures.tooMuch(tried, maxChars, soFar());
        messages.clear();
      }
      try {
        complete = answers.isComplete(first, message, count);
      } catch (ConversationException e) {
        failure = Failures.noCount(tried, frame.text());
        complete = true;
      }
    }

    @Override
    boolean isLast(Frame frame) {
      return complete;
    }

    @Override
    @Nullable ConversationException failure() {
      return failure;
    }

    @Override
    List<String> value() {
      return answers.content(messages).stream().map(Whole::text).toList();
    }

    private static String text(byte[] message) {
      return new String(message, UTF_8);
    }

    @Override
    String soFar() {
      return messages.stream().map(Whole::text).collect(Collectors.joining("\n"));
    }
  }
}
