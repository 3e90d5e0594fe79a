package io.standpipe.bench.contender;

import static io.standpipe.bench.contender.Round.require;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.bench.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * N virtual threads wait in a read, each for a silent child of its own. Then twenty unrelated
 * virtual threads are started one after the other. The time is the longest that one of these took
 * from its start until it ran. If one has not run after five seconds, the children are told to end
 * so that it can; its time shows that.
 */
final class Blocked {
  private static final int PROBES = 20;
  private static final long GIVE_UP_SECONDS = 5;

  static final Map<String, Round> CONTENDERS =
      Map.of(
          "standpipe", readers -> round(readers, Blocked::standpipe),
          "jdk", readers -> round(readers, Blocked::jdk));

  private Blocked() {}

  /** A child that writes nothing. */
  private interface Silent {
    /** Reads until the child has ended. */
    void read() throws IOException;

    /** Tells the child to end. */
    void release() throws IOException;

    /** Waits for the child's exit and releases its resources. */
    void end() throws Exception;
  }

  private static Silent standpipe() throws IOException {
    Child cat = Command.of("cat").piped().start();
    return new Silent() {
      @Override
      public void read() throws IOException {
        require(cat.stdout().read(ByteBuffer.allocate(1)) < 0, "cat was to say nothing");
      }

      @Override
      public void release() {
        cat.stdin().close();
      }

      @Override
      public void end() throws Exception {
        cat.awaitSuccess();
        cat.close();
      }
    };
  }

  private static Silent jdk() throws IOException {
    Process cat = new ProcessBuilder("cat").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Silent() {
      @Override
      public void read() throws IOException {
        require(cat.getInputStream().read() < 0, "cat was to say nothing");
      }

      @Override
      public void release() throws IOException {
        cat.getOutputStream().close();
      }

      @Override
      public void end() throws Exception {
        require(cat.waitFor() == 0, "cat failed");
        cat.getInputStream().close();
      }
    };
  }

  private static Sample round(long readers, Callable<Silent> opening) throws Exception {
    List<Silent> children = new ArrayList<>();
    for (long i = 0; i < readers; i++) {
      children.add(opening.call());
    }
    List<Threads.Result<Boolean>> reading = new ArrayList<>();
    var entered = new Semaphore(0);
    for (Silent child : children) {
      reading.add(Threads.virtual(() -> read(child, entered)));
    }
    // Threads for which no carrier is left do not get here, which is what is measured.
    entered.tryAcquire((int) readers, 1, TimeUnit.SECONDS);

    long longest = 0;
    for (int i = 0; i < PROBES && longest < TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS); i++) {
      longest = Math.max(longest, probe(children));
    }
    for (Silent child : children) {
      child.release();
    }
    for (Threads.Result<Boolean> one : reading) {
      one.await();
    }
    for (Silent child : children) {
      child.end();
    }
    return new Sample(1, longest, Map.of("delay-micros", longest / 1000));
  }

  private static boolean read(Silent child, Semaphore entered) throws IOException {
    entered.release();
    child.read();
    return true;
  }

  /** How long an unrelated virtual thread waits for its turn. */
  private static long probe(List<Silent> children) throws Exception {
    var ran = new CountDownLatch(1);
    long begin = System.nanoTime();
    Threads.Result<Long> probe =
        Threads.virtual(() -> {
          long waited = System.nanoTime() - begin;
          ran.countDown();
          return waited;
        });
    if (!ran.await(GIVE_UP_SECONDS, TimeUnit.SECONDS)) {
      for (Silent child : children) {
        child.release();
      }
    }
    return probe.await();
  }
}
