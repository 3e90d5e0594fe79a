package io.standpipe.conversation;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.Secrets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes what each call of a conversation begins with: its description, deadline and request. */
final class CallFactory {
  private final ConversationEnds ends;
  private final Secrets secrets;
  private final @Nullable ReplyMatcher matcher;
  private final Deadline overall;

  CallFactory(ConversationEnds ends, Secrets secrets, ConversationOptions options) {
    this.ends = ends;
    this.secrets = secrets;
    this.matcher = options.matcher();
    this.overall = options.overallLimit().map(Deadline::after).orElse(Deadline.NEVER);
  }

  CallDescription describe(String verb, Object what) {
    return new CallDescription(verb, Objects.requireNonNull(what, "the message"), ends, secrets);
  }

  /**
   * Returns the earlier of a call's deadline and the conversation's. Once the time of the whole
   * conversation is over, no call begins, however short it would be.
   */
  Deadline bounded(Deadline deadline, CallDescription tried) throws DeadlineExceededException {
    if (!overall.isNever() && overall.hasPassed()) {
      throw new DeadlineExceededException(
          tried.toString(), overall.limit(), "that was for the whole conversation, which is over");
    }
    return deadline.earlier(overall);
  }

  <T> Request<T> request(CallDescription tried, Deadline deadline, AnswerCollector<T> answer)
      throws DeadlineExceededException {
    return new Request<>(tried, bounded(deadline, tried), answer, key(tried));
  }

  private @Nullable Object key(CallDescription tried) {
    return matcher == null
        ? null
        : Objects.requireNonNull(matcher.questionKey(tried.text()), "its key");
  }
}
