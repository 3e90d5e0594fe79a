package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Job;
import io.standpipe.Link;
import io.standpipe.Pipe;
import io.standpipe.Pipeline;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A job that is watched tells of its deadlock, and of nothing else. */
@Tag("doctor")
@Tag("slow")
class WatchTest {
  private static final long LIMIT_SECONDS = 30;

  /** Long enough for a few looks. */
  private static final Duration A_WHILE = Duration.ofSeconds(4);

  private final BlockingQueue<Diagnosis> told = new LinkedBlockingQueue<>();

  @Test
  @Tag("slow")
  void aLinkOfTwoThatListenIsToldOnce() throws Exception {
    try (Job job = cats().start()) {
      job.onDeadlock(told::add);
      Deadlock deadlock = deadlock();
      assertThat(deadlock.proved()).isTrue();
      assertThat(deadlock.members())
          .extracting(ProcessState::pid)
          .containsExactlyInAnyOrderElementsOf(job.children().stream().map(Child::pid).toList());
      assertThat(told.poll(A_WHILE.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  @Tag("alone")
  void withinTwoSecondsOfItsComingToBe() throws Exception {
    inTime(() -> {
      try (Job job = cats().start()) {
        long start = System.nanoTime();
        job.onDeadlock(told::add);
        deadlock();
        return System.nanoTime() - start;
      }
    });
  }

  /**
   * Programs that come to rest again and again, because they wait for us, cost no more, and their
   * deadlock is found no later.
   */
  @Test
  @Tag("alone")
  @Tag("slow")
  void afterManyFruitlessLooksToo() throws Exception {
    String ring =
        """
        import os, sys
        for line in sys.stdin:
            if line == "now\\n":
                r, w = os.pipe()
                r2, w2 = os.pipe()
                if os.fork():
                    os.close(r), os.close(w2)
                    os.read(r2, 1)
                os.close(w), os.close(r2)
                os.read(r, 1)
        """;
    Command stuckWhenTold = Scripts.python(ring).stdin(Redirect.pipe());
    inTime(() -> {
      try (Job job = stuckWhenTold.pipeTo(Command.of("cat")).start()) {
        job.onDeadlock(told::add);
        for (int i = 0; i < 6; i++) {
          assertThat(told.poll(900, TimeUnit.MILLISECONDS)).isNull();
          job.stdin().write("go on\n");
        }
        long start = System.nanoTime();
        job.stdin().write("now\n");
        deadlock();
        return System.nanoTime() - start;
      }
    });
  }

  /** On a machine that is busy with other things, one of three is enough. */
  private static void inTime(Callable<Long> nanos) throws Exception {
    var millis = new ArrayList<Long>();
    while (millis.size() < 3 && millis.stream().noneMatch(m -> m < 2000)) {
      millis.add(nanos.call() / 1_000_000);
    }
    assertThat(millis).as("milliseconds").anyMatch(m -> m < 2000);
  }

  /** Both relays are code of ours that waits: that there are threads in this JVM is no doubt. */
  @Test
  void oneWhoseBytesPassThroughThisProcessIsProvedToo() throws Exception {
    try (Job job = cats().tap(bytes -> {}, bytes -> {}).start()) {
      job.onDeadlock(told::add);
      Deadlock deadlock = deadlock();
      assertThat(deadlock.proved()).as(deadlock.toString()).isTrue();
      assertThat(deadlock.members()).hasSize(4);
    }
  }

  @Test
  void aRingWithAJavaStageInItIsLikelyForTheStageMayHaveOtherThreads() throws Exception {
    try (Pipe back = Pipe.open();
        Job job = ring(back, (in, out) -> in.transferTo(out)).start()) {
      job.onDeadlock(told::add);
      Deadlock deadlock = deadlock();
      assertThat(deadlock.proved()).isFalse();
      assertThat(deadlock.severity()).isEqualTo(Severity.WARNING);
      assertThat(deadlock.doubts()).singleElement().asString().contains("other code");
    }
  }

  @Test
  void aRingThatComesToBeLaterAmongGrandchildrenIsFound() throws Exception {
    String script =
        """
        import os, time
        time.sleep(2)
        r, w = os.pipe()
        r2, w2 = os.pipe()
        if os.fork():
            os.close(r), os.close(w2)
            os.read(r2, 1)
        os.close(w), os.close(r2)
        os.read(r, 1)
        """;
    Command shell = Scripts.sh("python3 -I -c \"$1\"; :", script);
    try (Job job = Pipeline.of(shell, Command.of("cat")).start()) {
      job.onDeadlock(told::add);
      assertThat(deadlock().proved()).isTrue();
    }
  }

  @Test
  @Tag("slow")
  void processesThatAreSlowOrIdleOrWaitForUsAreNotReported() throws Exception {
    Command ticks = Scripts.sh("while echo tick; do sleep 0.3; done");
    Command cat = Command.of("cat");
    var jobs = new ArrayList<Job>();
    try (Pipe back = Pipe.open()) {
      jobs.add(Pipeline.of(ticks, cat.stdout(Redirect.nothing())).start());
      jobs.add(Pipeline.of(Command.of("sleep", "1000"), cat).start());
      jobs.add(Pipeline.of(cat.stdin(Redirect.pipe()), cat.stdout(Redirect.pipe())).start());
      jobs.add(Link.between(ticks, Scripts.sh("while read x; do sleep 1; done")).start());
      CountDownLatch never = new CountDownLatch(1);
      jobs.add(ring(back, (in, out) -> awaits(never)).start());
      for (Job job : jobs) {
        job.onDeadlock(told::add);
      }
      assertThat(told.poll(2 * A_WHILE.toMillis(), TimeUnit.MILLISECONDS)).isNull();
      never.countDown();
    } finally {
      jobs.forEach(Job::close);
    }
  }

  @Test
  @Tag("pitfall-33")
  void anActionThatBlocksHoldsUpNoOtherJob() throws Exception {
    var held = new CountDownLatch(1);
    try (Job first = cats().start();
        Job second = cats().start()) {
      first.onDeadlock(d -> awaits(held));
      second.onDeadlock(told::add);
      deadlock();
      held.countDown();
    }
  }

  @Test
  @Tag("slow")
  void aClosedJobIsNotToldOfAndNoThreadIsLeft() throws Exception {
    Job job = cats().start();
    job.onDeadlock(told::add);
    job.close();
    assertThat(told.poll(A_WHILE.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    job.onDeadlock(told::add);
    Eventually.holds("the watching thread has ended", () -> !isWatched());
  }

  private static boolean isWatched() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("standpipe-watch"));
  }

  private static Link cats() {
    return Link.between(Command.of("cat"), Command.of("cat"));
  }

  /** Two programs and a Java stage between, where the second's output is the first one's input. */
  private static Pipeline ring(Pipe back, Pipeline.Stage stage) {
    return Command.of("cat")
        .stdin(Redirect.handOver(back.reader()))
        .pipeTo(stage)
        .pipeTo(Command.of("cat").stdout(Redirect.handOver(back.writer())));
  }

  private static void awaits(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Deadlock deadlock() throws InterruptedException {
    Diagnosis diagnosis = told.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(diagnosis).as("a deadlock was told").isNotNull();
    List<Finding> findings = diagnosis.findings();
    return findings.stream()
        .filter(Deadlock.class::isInstance)
        .map(Deadlock.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no deadlock in " + diagnosis));
  }
}
