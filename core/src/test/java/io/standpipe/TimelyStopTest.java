package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.standpipe.children.Scripts;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.framing.Framing;
import io.standpipe.internal.io.End;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.LookAhead;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens at a time limit happens at the limit; the reason is looked for beside it. */
@Tag("pitfall-47")
@Tag("alone")
class TimelyStopTest {
  private static final Duration LIMIT = Duration.ofMillis(400);
  private static final Duration SOON = Duration.ofMillis(200);
  private static final int TRIES = 4;
  private static final String NOT_FINISHED = "the doctor had not finished looking by then";

  /** Writes the time at which it gets SIGTERM to a file. */
  private static final String TELLS_TERM =
      """
      import os, signal, sys, time
      def told(*_):
          os.write(1, b"%d\\n" % time.monotonic_ns())
          os._exit(0)
      signal.signal(signal.SIGTERM, told)
      while True:
          signal.pause()
      """;

  private final CountDownLatch released = new CountDownLatch(1);

  @TempDir private Path folder;

  @AfterEach
  void release() {
    released.countDown();
  }

  /** A doctor that does not answer before the test is over. */
  private Diagnosis hang() throws InterruptedException {
    released.await();
    throw new AssertionError("the test is over");
  }

  @Test
  void aJobIsStoppedThoughTheDoctorStillLooks() throws Exception {
    try (Job job = Pipeline.of(Command.of("sleep", "1000")).start()) {
      Deadline deadline = Deadline.after(LIMIT);
      var wait = new LimitedWait(job.asTarget(), deadline, ended -> hang());
      assertThat(wait.await(job::awaitExit)).isFalse();
      DeadlineExceededException late = wait.stop(StopPolicy.atLimit(), job.running());
      assertLate(System.nanoTime() - deadline.at());
      assertThat(job.status()).contains(new ExitStatus.Signaled(Signal.TERM, false));
      assertThat(late).hasMessageEndingWith("(sleep 1000) still ran; stopped; " + NOT_FINISHED);
      assertThat(late.diagnosis()).isEmpty();
    }
  }

  @Test
  void aReadEndsThoughTheDoctorStillLooks() throws Exception {
    try (Child cat = Command.of("cat").piped().start()) {
      hangAt(cat.stdout().end());
      long start = System.nanoTime();
      assertThatThrownBy(() -> cat.stdout().read(ByteBuffer.allocate(1), LIMIT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageEndingWith("it is empty, and a writer is still there; " + NOT_FINISHED);
      assertLate(System.nanoTime() - start - LIMIT.toNanos());
    }
  }

  @Test
  void aWriteEndsThoughTheDoctorStillLooks() throws Exception {
    try (Child sleep = Command.of("sleep", "1000").piped().start()) {
      hangAt(sleep.stdin().end());
      long start = System.nanoTime();
      assertThatThrownBy(() -> sleep.stdin().write(ByteBuffer.allocate(1 << 20), LIMIT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageEndingWith(NOT_FINISHED);
      assertLate(System.nanoTime() - start - LIMIT.toNanos());
    }
  }

  @Test
  void questionsFailThoughTheDoctorStillLooks() throws Exception {
    ConversationOptions inTurn = ConversationOptions.of(Framing.lines()).limit(LIMIT);
    try (Child sleep = Command.of("sleep", "1000").piped().start();
        Conversation talk = Conversation.with(sleep, inTurn)) {
      hangAt(sleep.stdout().end());
      long start = System.nanoTime();
      assertThatThrownBy(() -> talk.ask("a")).isInstanceOf(DeadlineExceededException.class);
      // Its answer is read by another thread, so a timer ends it.
      assertThat(catchThrowableOfType(ExecutionException.class, () -> talk.askAsync("b").get()))
          .cause()
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining(NOT_FINISHED);
      assertLate(System.nanoTime() - start - 2 * LIMIT.toNanos());
    }
  }

  private void hangAt(End end) {
    end.explainBy(
        new End.DeadlineReason() {
          @Override
          public Deadline lookAt(Deadline deadline) {
            return deadline.before(LIMIT.toNanos() / 2);
          }

          @Override
          public LookAhead<Diagnosis> look(End at) {
            return LookAhead.start(ended -> hang());
          }
        });
  }

  @Test
  void aProgramHearsSigtermAtTheLimit() throws Exception {
    assertSoon(this::latenessInThisJvm);
  }

  private Duration latenessInThisJvm() throws Exception {
    Duration limit = Duration.ofSeconds(1);
    Path told = folder.resolve("told");
    long start = System.nanoTime();
    Command command = Scripts.python(TELLS_TERM).stdout(Redirect.to(told)).input("unread");
    assertThatThrownBy(command.timeout(limit)::run).isInstanceOf(DeadlineExceededException.class);
    return Duration.ofNanos(toldAt(told) - start).minus(limit);
  }

  @Test
  void theFirstLimitOfAJvmIsKeptToo() throws Exception {
    assertSoon(this::latenessInANewJvm);
  }

  private Duration latenessInANewJvm() throws Exception {
    Path told = folder.resolve("told");
    String limit = Command.self(FirstLimit.class, TELLS_TERM, told.toString()).read();
    return Duration.ofNanos(toldAt(told) - Long.parseLong(limit));
  }

  /** A program that had not even begun to listen when SIGTERM came has told nothing. */
  private static long toldAt(Path told) throws Exception {
    String at = Files.readString(told).strip();
    return at.isEmpty() ? Long.MAX_VALUE : Long.parseLong(at);
  }

  /** Where nothing else runs: 2 to 20 ms, each time. On a busy machine some try is soon enough. */
  private static void assertSoon(Callable<Duration> lateness) throws Exception {
    Duration least = Duration.ofDays(1);
    for (int i = 0; i < TRIES && least.compareTo(SOON) > 0; i++) {
      Duration late = lateness.call();
      assertThat(late).isGreaterThanOrEqualTo(Duration.ZERO);
      least = late.compareTo(least) < 0 ? late : least;
    }
    assertThat(least).isLessThanOrEqualTo(SOON);
  }

  /** To wait for the doctor would take two seconds. */
  private static void assertLate(long nanos) {
    assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ZERO, Duration.ofSeconds(1));
  }

  /** A program whose first use of the library runs into a time limit; prints when that was. */
  static final class FirstLimit {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private FirstLimit() {}

    public static void main(String[] args) throws Exception {
      long start = System.nanoTime();
      try {
        Command.of("python3", "-I", "-c", args[0])
            .stdout(Redirect.to(Path.of(args[1])))
            .timeout(LIMIT)
            .run();
      } catch (DeadlineExceededException e) {
        System.out.println(start + LIMIT.toNanos());
      }
    }
  }
}
