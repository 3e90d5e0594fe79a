package io.standpipe.conversation;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.internal.io.ChannelEnds;
import io.standpipe.internal.io.End;
import io.standpipe.internal.io.End.DeadlineReason;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.LookAhead;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fails a question whose answer another thread reads when its time is over, and not later: the
 * reason is looked for shortly before.
 *
 * <p>The answer races with both moments. The first result that a question gets is the one it keeps,
 * and a look that was begun in vain is ended.
 */
final class AnswerTimer {
  /**
   * For a reader that hears the deadline in its read: on an idle machine it has run within a
   * fraction of a millisecond, on a busy one much later.
   */
  private static final long READING_MILLIS = 500;

  /** For one that is about to read. Part of the 20 ms within which the question fails. */
  private static final long MOMENT_MILLIS = 15;

  private final @Nullable End end;
  private final BackgroundReader reader;

  AnswerTimer(ConversationEnds ends, BackgroundReader reader) {
    this.reader = reader;
    this.end = ChannelEnds.of(ends.reader()).orElse(null);
  }

  private Deadline lookAt(Deadline deadline) {
    DeadlineReason reason = reason();
    return reason == null ? deadline : reason.lookAt(deadline);
  }

  private @Nullable LookAhead<Diagnosis> look() {
    DeadlineReason reason = reason();
    return reason == null || end == null ? null : reason.look(end);
  }

  private @Nullable DeadlineReason reason() {
    return end == null ? null : end.reason().orElse(null);
  }

  private static void end(@Nullable LookAhead<Diagnosis> look) {
    if (look != null) {
      look.end();
    }
  }

  /** Blocks until the question has a result: an answer, or a failure. */
  <T> T await(Request<T> request) throws ExecutionException, InterruptedException {
    Deadline early = lookAt(request.deadline);
    LookAhead<Diagnosis> look = null;
    try {
      if (early.isBefore(request.deadline)) {
        try {
          return request.result.get(early.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          look = look();
        }
      }
      return request.result.get(request.deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (!isEndedByReader(request)) {
        request.fail(new NoAnswerInTime(look));
      }
      return request.result.get(); // it has a result now: this failure, or the answer after all
    } finally {
      end(look);
    }
  }

  /**
   * Leaves it to the background reader to fail a request whose time is over: the reader hears the
   * same deadline, and knows which half of a message has come. It is not waited for while the
   * user's code keeps it, nor for long.
   */
  private boolean isEndedByReader(Request<?> request) throws InterruptedException {
    if (!request.asksUsersCode() || request.isInUsersCode()) {
      return request.isDone();
    }
    long millis = reader.hears(request.deadline) ? READING_MILLIS : MOMENT_MILLIS;
    try {
      var _ = request.result.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
    return true;
  }

  /** Sees to it that the question fails in time. Does not block. */
  void start(Request<?> request) {
    Deadline early = lookAt(request.deadline);
    if (early.isBefore(request.deadline)) {
      whenOver(
          request,
          early,
          () -> {
            LookAhead<Diagnosis> look = look();
            whenOver(request, request.deadline, () -> request.fail(new NoAnswerInTime(look)));
            var _ = request.result.whenComplete((_, _) -> end(look));
          });
    } else {
      whenOver(request, request.deadline, () -> request.fail(new NoAnswerInTime(null)));
    }
  }

  /** The timer is dropped with the result, so questions that are answered leave nothing behind. */
  private static void whenOver(Request<?> request, Deadline deadline, Runnable action) {
    CompletableFuture<?> timed =
        request.result.copy().orTimeout(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    var _ =
        timed.whenComplete((_, failure) -> {
          if (failure instanceof TimeoutException && !request.isDone()) {
            action.run();
          }
        });
  }
}
