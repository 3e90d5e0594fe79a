package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Java code as a stage of a pipeline. */
@Tag("blocking")
class PipelineStageTest {
  private static final Pipeline.Stage UPPER_CASE =
      (in, out) -> out.write(new String(in.readAllBytes(), UTF_8).toUpperCase(Locale.ROOT));

  private static final Pipeline.Stage ONE_BYTE = (in, out) -> in.read(ByteBuffer.allocate(1));

  private static final Pipeline.Stage FAILING =
      (in, out) -> {
        throw new IOException("no more ideas");
      };

  @Test
  void codeAtTheFrontWritesWhatTheNextOneReads() throws Exception {
    assertThat(Pipeline.from((in, out) -> out.write("b\na\n")).pipeTo(Command.of("sort")).read())
        .isEqualTo("a\nb");
  }

  @Test
  void codeAtTheFrontReadsAnEndedInput() throws Exception {
    Pipeline pipeline =
        Pipeline.from((in, out) -> out.write("read " + in.read(ByteBuffer.allocate(1))))
            .pipeTo(Command.of("cat"));
    assertThat(pipeline.read()).isEqualTo("read -1");
  }

  @Test
  void codeInTheMiddleStandsBetweenTwoPrograms() throws Exception {
    assertThat(Scripts.sh("echo word").pipeTo(UPPER_CASE).pipeTo(Command.of("cat")).read())
        .isEqualTo("WORD");
  }

  @Test
  void whatCodeAtTheEndWritesIsTheResult() throws Exception {
    assertThat(Scripts.sh("echo word").pipeTo(UPPER_CASE).read()).isEqualTo("WORD");
  }

  @Test
  void whatCodeAtTheEndWritesGoesNowhereWhenOnlyRun() throws Exception {
    byte[] megabyte = new byte[1 << 20];
    Pipeline pipeline =
        Command.of("true").pipeTo((in, out) -> out.write(ByteBuffer.wrap(megabyte)));
    assertThat(pipeline.run()).isEqualTo(new Exited(0));
  }

  @Test
  void twoStagesOfCodeFollowEachOther() throws Exception {
    Pipeline.Stage twice =
        (in, out) -> {
          byte[] all = in.readAllBytes();
          out.write(ByteBuffer.wrap(all));
          out.write(ByteBuffer.wrap(all));
        };
    assertThat(Scripts.sh("echo ab").pipeTo(twice).pipeTo(UPPER_CASE).read()).isEqualTo("AB\nAB");
  }

  @Test
  void aProgramThatDiesOfSigpipeBecauseCodeAtTheEndHadEnoughHasNotFailed() throws Exception {
    Command.of("yes").pipeTo(ONE_BYTE).run();
    assertThat(Command.of("yes").pipeTo(ONE_BYTE).read()).isEmpty();
  }

  @Test
  void aProgramThatDiesOfSigpipeBecauseCodeInTheMiddleHadEnoughHasNotFailed() throws Exception {
    assertThat(Command.of("yes").pipeTo(ONE_BYTE).pipeTo(Command.of("cat")).run())
        .isEqualTo(new Exited(0));
  }

  @Test
  void codeWhoseNextStageHadEnoughHasNotFailed() throws Exception {
    Pipeline.Stage endless =
        (in, out) -> {
          while (true) {
            out.write("y\n");
          }
        };
    assertThat(Pipeline.from(endless).pipeTo(Scripts.sh("read line; echo $line")).read())
        .isEqualTo("y");
  }

  @Test
  void whatCodeThrowsIsTheCauseOfTheError() throws Exception {
    Leaks before = Leaks.snapshot();
    Pipeline pipeline = Command.of("yes").pipeTo(FAILING).pipeTo(Command.of("cat"));
    assertThatThrownBy(pipeline::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a Java stage of the pipeline failed: no more ideas")
        .hasRootCauseMessage("no more ideas");
    Leaks.assertNoneSince(before);
  }

  @Test
  void codeThatThrowsAnErrorHasFailedToo() {
    Pipeline.Stage broken =
        (in, out) -> {
          throw new AssertionError("broken");
        };
    assertThatThrownBy(Command.of("true").pipeTo(broken)::run).hasRootCauseMessage("broken");
  }

  @Test
  void whatCodeThrowsIsNotLostWhereAProgramFailedBecauseOfIt() {
    Command needsInput = Scripts.sh("read line || exit 7");
    assertThatThrownBy(Command.of("true").pipeTo(FAILING).pipeTo(needsInput)::run)
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(s -> assertThat(s).hasRootCauseMessage("no more ideas")));
  }

  @Test
  void endsThatCodeClosesItselfAreSeenByBothNeighbours() throws Exception {
    Pipeline.Stage closes =
        (in, out) -> {
          out.write("said");
          out.close();
          in.close();
        };
    assertThat(Command.of("yes").pipeTo(closes).pipeTo(Command.of("cat")).read()).isEqualTo("said");
  }

  @Test
  void codeRunsOnAVirtualThread() throws Exception {
    var thread = new CompletableFuture<Thread>();
    Command.of("true").pipeTo((in, out) -> thread.complete(Thread.currentThread())).run();
    assertThat(thread.get(10, TimeUnit.SECONDS).isVirtual()).isTrue();
  }

  @Test
  void theTimeoutEndsCodeThatWaitsInItsPipes() throws Exception {
    Leaks before = Leaks.snapshot();
    Command silent = Command.of("sleep", "1000");
    Pipeline pipeline =
        silent.pipeTo(UPPER_CASE).pipeTo(Command.of("cat")).timeout(Duration.ofMillis(200));
    assertThatThrownBy(pipeline::read)
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("(sleep 1000) still ran");
    Leaks.assertNoneSince(before);
  }

  @Test
  void aTimeoutNamesTheCodeWhereOnlyThatStillRuns() {
    var never = new CountDownLatch(1);
    Pipeline.Stage waits = (in, out) -> await(never);
    Pipeline pipeline = Command.of("true").pipeTo(waits).timeout(Duration.ofMillis(200));
    assertThatThrownBy(pipeline::run)
        .hasMessageContaining("200ms: a Java stage of the pipeline still ran; stopped");
    never.countDown();
  }

  @Test
  void aPipelineOfCodeAloneIsRefused() {
    assertThatThrownBy(Pipeline.from(UPPER_CASE)::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at least one program expected");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
