package io.standpipe.conversation;

import io.standpipe.framing.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one question waits for: messages, until it has them all. For one thread at a time. */
abstract class AnswerCollector<T> {
  /** Takes the next message: whether that was the last. */
  abstract boolean add(Frame frame);

  /** Why there will be no value, whatever else comes. */
  @Nullable ConversationException failure() {
    return null;
  }

  /** The answer, once it is whole. */
  abstract T value();

  /** What has come of it so far, for errors. */
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
    boolean add(Frame frame) {
      value = of(frame);
      return true;
    }

    @Override
    T value() {
      return value;
    }
  }

  /** Messages up to the one that {@code last} accepts, with it. */
  static final class Until extends AnswerCollector<List<String>> {
    private final CallDescription tried;
    private final Predicate<? super String> last;
    private final int limit;
    private final List<String> messages = new ArrayList<>();
    private long characters;
    private @Nullable ConversationException failure;

    Until(CallDescription tried, Predicate<? super String> last, int limit) {
      this.tried = tried;
      this.last = last;
      this.limit = limit;
    }

    /** Once it is too much, the rest is let go by, up to its end: it is nobody else's answer. */
    @Override
    boolean add(Frame frame) {
      String message = frame.text();
      characters += message.length() + 1;
      if (characters <= limit) {
        messages.add(message);
      } else if (failure == null) {
        failure = Failures.tooMuch(tried, limit, soFar());
        messages.clear();
      }
      return last.test(message);
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
}
