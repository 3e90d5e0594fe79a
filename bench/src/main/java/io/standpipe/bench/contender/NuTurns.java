package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import io.standpipe.bench.Sample;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as NuProcess wants it: its thread calls back, and asks the next question when the
 * answer to the last one is complete.
 */
final class NuTurns extends NuAbstractProcessHandler {
  private final long limitNanos;
  private final CompletableFuture<Sample> sample = new CompletableFuture<>();
  private final ByteBuffer question = ByteBuffer.allocate(Conversing.BYTES);
  private final ByteBuffer answer = ByteBuffer.allocate(Conversing.BYTES);
  private @Nullable NuProcess process;
  private long number;
  private long begin;

  NuTurns(long millis) {
    this.limitNanos = millis * 1_000_000;
  }

  /** Waits until the time is over. */
  Sample await() throws InterruptedException, ExecutionException {
    return sample.get();
  }

  @Override
  public void onStart(NuProcess started) {
    process = started;
    started.wantWrite();
  }

  @Override
  public boolean onStdinReady(ByteBuffer buffer) {
    question.putLong(0, ++number);
    buffer.put(question.clear());
    buffer.flip();
    return false;
  }

  @Override
  public void onStdout(ByteBuffer buffer, boolean closed) {
    try {
      answer.put(buffer);
      if (!answer.hasRemaining()) {
        require(answer.flip().equals(question.flip()), "another answer than the question");
        answer.clear();
        answered();
      }
    } catch (RuntimeException e) {
      sample.completeExceptionally(e); // NuProcess would only log it
    }
  }

  private void answered() {
    long now = System.nanoTime();
    if (number == 1) {
      begin = now;
    }
    NuProcess asked = process;
    if (number > 1 && now - begin >= limitNanos) {
      sample.complete(new Sample(number - 1, now - begin));
    } else if (asked != null) {
      asked.wantWrite();
    }
  }
}
