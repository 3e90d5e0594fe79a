package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Java code in a pipeline does not outlive those who read what it writes. */
@Tag("blocking")
class StageReadersTest {
  /** The code is ended by the event that a test is about, long before this. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final CountDownLatch never = new CountDownLatch(1);
  private final CompletableFuture<String> ending = new CompletableFuture<>();
  private Leaks before;

  @BeforeEach
  void look() {
    before = Leaks.snapshot();
  }

  @AfterEach
  void nothingIsLeft() {
    never.countDown();
    Leaks.assertNoneSince(before);
  }

  /** Waits for something that has nothing to do with its pipes. */
  private void waitElsewhere(PipeReader in, PipeWriter out) {
    try {
      never.await();
      ending.complete("released");
    } catch (InterruptedException e) {
      ending.complete("interrupted, open: " + in.isOpen() + " " + out.isOpen());
    }
  }

  private String ending() throws Exception {
    return ending.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void codeAtTheFrontEndsWithTheProgramThatReadsIt() throws Exception {
    Pipeline pipeline = Pipeline.from(this::waitElsewhere).pipeTo(Command.of("true"));
    assertThat(pipeline.timeout(LIMIT).run()).isEqualTo(new ExitStatus.Exited(0));
    assertThat(ending()).isEqualTo("interrupted, open: false false");
  }

  @Test
  void codeInTheMiddleEndsAndSoDoesTheProgramBeforeIt() throws Exception {
    Pipeline pipeline =
        Command.of("yes").pipeTo(this::waitElsewhere).pipeTo(Command.of("true")).timeout(LIMIT);
    assertThat(pipeline.run()).isEqualTo(new ExitStatus.Exited(0));
    assertThat(ending()).startsWith("interrupted");
  }

  @Test
  void codeEndsWithTheCodeThatReadsIt() throws Exception {
    Pipeline pipeline =
        Pipeline.from(this::waitElsewhere)
            .pipeTo((in, out) -> out.write("enough"))
            .pipeTo(Command.of("cat"))
            .timeout(LIMIT);
    assertThat(pipeline.read()).isEqualTo("enough");
    assertThat(ending()).startsWith("interrupted");
  }

  @Test
  void aReaderThatOnlyClosesItsInputHasGoneToo() throws Exception {
    Pipeline pipeline =
        Pipeline.from(this::waitElsewhere).pipeTo(Command.of("sh", "-c", "exec <&-; sleep 1000"));
    try (Job job = pipeline.start()) {
      assertThat(ending()).startsWith("interrupted");
      assertThat(job.children().getFirst().isAlive()).isTrue();
    }
  }

  @Test
  void aReadEndsToo() throws Exception {
    Pipeline.Stage reads =
        (in, out) -> {
          try {
            in.read(ByteBuffer.allocate(1));
          } finally {
            ending.complete("ended");
          }
        };
    Pipeline pipeline = Command.of("sleep", "1000").pipeTo(reads).pipeTo(Command.of("true"));
    try (Job job = pipeline.start()) {
      assertThat(ending()).isEqualTo("ended");
      assertThat(job.children().getFirst().isAlive()).isTrue();
    }
  }

  @Test
  void codeThatHasClosedItsOutputMayStay() throws Exception {
    Pipeline.Stage stays =
        (in, out) -> {
          out.write("all");
          out.close();
          waitElsewhere(in, out);
        };
    try (Job job =
        Pipeline.from(stays).pipeTo(Command.of("cat").stdout(Redirect.nothing())).start()) {
      assertThat(job.children().getFirst().await()).isEqualTo(new ExitStatus.Exited(0));
      assertThat(job.isAlive()).isTrue();
      never.countDown();
      assertThat(ending()).isEqualTo("released");
    }
  }

  @Test
  void aStopInterruptsCodeThatWaitsElsewhere() throws Exception {
    Pipeline pipeline = Pipeline.from(this::waitElsewhere).pipeTo(Command.of("sleep", "1000"));
    assertThatThrownBy(pipeline.timeout(Duration.ofMillis(100))::run)
        .isInstanceOf(DeadlineExceededException.class);
    assertThat(ending()).startsWith("interrupted");
  }

  @Test
  void codeThatIgnoresTheInterruptIsWaitedFor() throws Exception {
    Pipeline.Stage stubborn =
        (in, out) -> {
          while (never.getCount() > 0) {
            Thread.onSpinWait();
          }
        };
    try (Job job = Pipeline.from(stubborn).pipeTo(Command.of("true")).start()) {
      job.children().getFirst().await();
      assertThat(job.await(Duration.ofMillis(20))).isEmpty();
      never.countDown();
      Eventually.holds("the code has ended", () -> !job.isAlive());
    }
  }
}
