package io.standpipe.conversation;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The questions of an exchange that have no answer yet, in the order in which they were sent. Their
 * answers come in that order, or are recognised by a key. Each call takes constant time. Not
 * thread-safe.
 */
interface Unanswered<Q> {
  /**
   * A question that was sent.
   *
   * @param key what its answer is recognised by; null if answers come in order
   * @param bytes the length of its message
   * @param at when it was sent, in {@link System#nanoTime}'s time
   */
  record Sent<Q>(Q question, @Nullable Object key, int bytes, long at) {}

  int size();

  @Nullable Sent<Q> oldest();

  boolean has(@Nullable Object key);

  void add(Sent<Q> question);

  /** Removes the question that an answer belongs to; null if there is none. */
  @Nullable Sent<Q> remove(@Nullable Object key);

  /** Answers come in the order of the questions: there are no keys. */
  final class InOrder<Q> implements Unanswered<Q> {
    private final ArrayDeque<Sent<Q>> questions = new ArrayDeque<>();

    @Override
    public int size() {
      return questions.size();
    }

    @Override
    public @Nullable Sent<Q> oldest() {
      return questions.peekFirst();
    }

    @Override
    public boolean has(@Nullable Object key) {
      return false;
    }

    @Override
    public void add(Sent<Q> question) {
      questions.addLast(question);
    }

    @Override
    public @Nullable Sent<Q> remove(@Nullable Object key) {
      return questions.pollFirst();
    }
  }

  /** Answers come in any order. No two questions have the same key. */
  final class ByKey<Q> implements Unanswered<Q> {
    private final LinkedHashMap<Object, Sent<Q>> questions = new LinkedHashMap<>();

    @Override
    public int size() {
      return questions.size();
    }

    @Override
    public @Nullable Sent<Q> oldest() {
      Map.Entry<Object, Sent<Q>> first = questions.firstEntry();
      return first == null ? null : first.getValue();
    }

    @Override
    public boolean has(@Nullable Object key) {
      return key != null && questions.containsKey(key);
    }

    @Override
    public void add(Sent<Q> question) {
      questions.put(Objects.requireNonNull(question.key()), question);
    }

    @Override
    public @Nullable Sent<Q> remove(@Nullable Object key) {
      return key == null ? null : questions.remove(key);
    }
  }
}
