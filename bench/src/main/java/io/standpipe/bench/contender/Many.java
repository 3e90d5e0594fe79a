package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.bench.Sample;
import io.standpipe.conversation.Conversation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Converses with N children at once, each a {@code cat} with a virtual thread of its own, as in
 * {@link Conversing}. Runs for four seconds from the moment when all have had a first turn, and
 * counts all turns. No child ends before all have had their last turn.
 *
 * <p>Notes: {@code extra-threads} is the number of platform threads that were added, without the
 * carriers of virtual threads. {@code heap-bytes} is the additional heap in use per child. {@code
 * middle-turns} is the median number of turns per child, which shows whether all converse at once,
 * or some while the others wait.
 */
final class Many {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Together with a number of 19 digits and a line end, as many bytes as the others send. */
  private static final String QUESTION = "?".repeat(Conversing.BYTES - 20);

  /**
   * Counted before the JDK starts the threads that serve virtual ones, which are part of the cost.
   */
  private static final int THREADS_AT_FIRST = THREADS.getThreadCount();

  static final Map<String, Round> CONTENDERS =
      Map.of(
          "standpipe", children -> round(children, Many::standpipe),
          "conversation", children -> round(children, Many::conversation),
          "jdk", children -> round(children, Many::jdk));

  private Many() {}

  /** One child and its conversation. */
  private interface Talk {
    void next() throws IOException;

    /** Lets the child end and releases its resources. */
    void end() throws Exception;
  }

  private static Talk standpipe() throws Exception {
    Child cat = Command.of("cat").piped().start();
    var turns = new Conversing.StandpipeTurns(cat);
    return new Talk() {
      @Override
      public void next() throws IOException {
        turns.next();
      }

      @Override
      public void end() throws Exception {
        cat.stdin().close();
        cat.awaitSuccess();
        cat.close();
      }
    };
  }

  /** Sends a line of 64 bytes with its end, and compares the whole answer. */
  private static Talk conversation() throws Exception {
    Child cat = Command.of("cat").piped().start();
    Conversation conversation = Conversation.with(cat);
    return new Talk() {
      private long number = 1_000_000_000_000_000_000L;

      @Override
      public void next() throws IOException {
        String question = QUESTION + number++;
        require(conversation.ask(question).equals(question), "another answer than the question");
      }

      @Override
      public void end() throws Exception {
        conversation.closeWriter();
        cat.awaitSuccess();
        conversation.close();
        cat.close();
      }
    };
  }

  private static Talk jdk() throws Exception {
    Process cat = new ProcessBuilder("cat").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var turns = new Conversing.StreamTurns(cat.getOutputStream(), cat.getInputStream());
    return new Talk() {
      @Override
      public void next() throws IOException {
        turns.next();
      }

      @Override
      public void end() throws Exception {
        cat.getOutputStream().close();
        require(cat.waitFor() == 0, "cat failed");
        cat.getInputStream().close();
      }
    };
  }

  private static Sample round(long children, Callable<Talk> opening) throws Exception {
    THREADS.resetPeakThreadCount();
    long heapBefore = usedHeap();
    var begun = new CountDownLatch((int) children);
    var over = new CountDownLatch((int) children);
    var go = new CompletableFuture<Long>();
    List<Threads.Result<Sample>> talks = new ArrayList<>();
    for (long i = 0; i < children; i++) {
      talks.add(Threads.virtual(() -> talk(opening, begun, go, over)));
    }
    begun.await();
    long heap = Math.max(0, usedHeap() - heapBefore);

    go.complete(System.nanoTime());
    long nanos = 0;
    long[] turns = new long[talks.size()];
    for (int i = 0; i < turns.length; i++) {
      Sample sample = talks.get(i).await();
      turns[i] = sample.count();
      nanos = Math.max(nanos, sample.nanos());
    }
    Arrays.sort(turns);
    long middle = turns[turns.length / 2];
    int carriers = Runtime.getRuntime().availableProcessors();
    long extra = Math.max(0, THREADS.getPeakThreadCount() - THREADS_AT_FIRST - carriers);
    long each = heap / children;
    return new Sample(
        LongStream.of(turns).sum(),
        nanos,
        Map.of("extra-threads", extra, "heap-bytes", each, "middle-turns", middle));
  }

  private static Sample talk(
      Callable<Talk> opening, CountDownLatch begun, Future<Long> go, CountDownLatch over)
      throws Exception {
    Talk talk;
    Sample sample;
    try {
      talk = opened(opening, begun);
      sample = turns(talk, go.get());
    } finally {
      over.countDown(); // even after a failure, so that the round ends with that error
    }
    // Every child gets here or has failed, and counts down, so none is awaited in vain. An earlier
    // end would be timed together with the last turns of others.
    over.await();
    talk.end();
    return sample;
  }

  private static Talk opened(Callable<Talk> opening, CountDownLatch begun) throws Exception {
    try {
      Talk talk = opening.call();
      talk.next();
      return talk;
    } finally {
      begun.countDown(); // even after a failure
    }
  }

  /** Timed from the common beginning, so a child that gets its first turn late has less time. */
  private static Sample turns(Talk talk, long begin) throws IOException {
    long turns = 0;
    long nanos;
    do {
      talk.next();
      turns++;
      nanos = System.nanoTime() - begin;
    } while (nanos < LIMIT_NANOS);
    return new Sample(turns, nanos);
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
