package io.standpipe.cli.worker;

import io.standpipe.cli.kafka.RunningWorker;
import io.standpipe.cli.kafka.WorkerFigures;
import io.standpipe.cli.kafka.WorkerFigures.WaitingFor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A worker that does what a test says. */
final class FakeWorker implements RunningWorker {
  static final WorkerFigures SOME =
      new WorkerFigures(1234, 2468, 0, 0, 0, 7, 12, 3400, 10_234, 2, WaitingFor.PROGRAM);

  final CountDownLatch ended = new CountDownLatch(1);
  final CountDownLatch waitedFor = new CountDownLatch(1);
  volatile WorkerFigures figures = SOME;
  volatile @Nullable IOException failure;
  volatile @Nullable IOException closeFailure;
  volatile boolean closesNever;
  final AtomicInteger closes = new AtomicInteger();

  void fail(IOException why) {
    failure = why;
    ended.countDown();
  }

  @Override
  public boolean await(Duration limit) throws IOException, InterruptedException {
    waitedFor.countDown();
    boolean isEnd = ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (isEnd && failure != null) {
      throw failure;
    }
    return isEnd;
  }

  @Override
  public WorkerFigures figures() {
    return figures;
  }

  @Override
  public void close() throws IOException {
    closes.incrementAndGet();
    if (closesNever) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    ended.countDown();
    if (closeFailure != null) {
      throw closeFailure;
    }
  }
}
