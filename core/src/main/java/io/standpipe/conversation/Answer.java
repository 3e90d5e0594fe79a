package io.standpipe.conversation;

import io.standpipe.framing.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What one question waits for: messages, until it has them all. For one thread at a time. */
abstract class Answer<T> {
  /** Takes the next message: whether that was the last. */
  abstract boolean add(Frame frame) throws ConversationException;

  /** The answer, once it is whole. */
  abstract T value();

  /** What has come of it so far, for errors. */
  String soFar() {
    return "";
  }

  static Answer<String> text() {
    return new Single<>("") {
      @Override
      String of(Frame frame) {
        return frame.text();
      }
    };
  }

  static Answer<byte[]> bytes() {
    return new Single<>(new byte[0]) {
      @Override
      byte[] of(Frame frame) {
        return frame.bytes();
      }
    };
  }

  /** One message. */
  private abstract static class Single<T> extends Answer<T> {
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
  static final class Until extends Answer<List<String>> {
    private final Attempt tried;
    private final Predicate<? super String> last;
    private final int limit;
    private final List<String> messages = new ArrayList<>();
    private long characters;

    Until(Attempt tried, Predicate<? super String> last, int limit) {
      this.tried = tried;
      this.last = last;
      this.limit = limit;
    }

    @Override
    boolean add(Frame frame) throws ConversationException {
      String message = frame.text();
      characters += message.length() + 1;
      if (characters > limit) {
        throw Failures.tooMuch(tried, limit, soFar());
      }
      messages.add(message);
      return last.test(message);
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
