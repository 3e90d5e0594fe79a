package io.standpipe.internal.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.Job;
import io.standpipe.Pipeline;
import io.standpipe.Redirect;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.Bottleneck;
import io.standpipe.doctor.FullPipe;
import io.standpipe.doctor.NobodyListens;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.SmallPipe;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenSnapshot.Extent;
import io.standpipe.internal.proc.SnapshotReader;
import io.standpipe.testing.Eventually;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full pipes, slow pipelines, fifos opened on one side only, pipes that are smaller than usual. */
@Tag("doctor")
class OtherFindingsTest {
  @TempDir private Path folder;

  @Test
  void aStoppedReaderIsNamedToTheWriterThatWaits() throws Exception {
    try (Child child = Scripts.sh("yes | cat > /dev/null & wait").start()) {
      long cat = Diagnoses.awaitPid(child, "cat");
      Command.of("kill", "-STOP", Long.toString(cat)).run();
      FullPipe full = Diagnoses.until(child, FullPipe.class, c -> true);
      assertThat(full.severity()).isEqualTo(Severity.WARNING);
      assertThat(full.writer().command()).isEqualTo("yes");
      assertThat(full.toString()).contains("it is stopped").contains("kill -CONT");
    }
  }

  @Test
  void aReaderThatDoesSomethingElseIsNoFaultButTold() throws Exception {
    try (Child child = Scripts.sh("yes | sleep 1000").start()) {
      FullPipe full = Diagnoses.until(child, FullPipe.class, c -> true);
      assertThat(full.severity()).isEqualTo(Severity.INFORMATION);
      assertThat(full.doing()).containsExactly("waits for the clock");
      assertThat(full.channel().full()).isTrue();
    }
  }

  @Test
  void theSlowStageOfAPipelineIsNamed() throws Exception {
    String slow = "while read line; do i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done; echo; done";
    try (Child child = Scripts.sh("yes | sh -c \"$1\" | cat > /dev/null", slow).start()) {
      Bottleneck pressure = Diagnoses.until(child, Bottleneck.class, p -> true);
      assertThat(pressure.stage().command()).startsWith("sh -c while read");
      assertThat(pressure.waiting()).extracting(ProcessState::command).containsExactly("yes");
      assertThat(pressure.severity()).isEqualTo(Severity.INFORMATION);
      assertThat(pressure.output()).isPresent();
    }
  }

  @Test
  void aRunningJobSaysThatItsMiddleStageIsTheSlowOne() throws Exception {
    String slow = "while read line; do i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done; echo; done";
    Command last = Command.of("cat").stdout(Redirect.nothing());
    try (Job job = Pipeline.of(Command.of("yes"), Scripts.sh(slow), last).start()) {
      Bottleneck pressure = slowStage(job);
      assertThat(pressure.stage().pid()).isEqualTo(job.children().get(1).pid());
      assertThat(pressure.waiting()).extracting(ProcessState::command).containsExactly("yes");
      assertThat(pressure.output()).isPresent();
    }
  }

  @Test
  void thatMayBeAJavaStage() throws Exception {
    var release = new CountDownLatch(1);
    Command last = Command.of("cat").stdout(Redirect.nothing());
    Pipeline.Stage slow =
        (in, out) -> {
          in.read(ByteBuffer.allocate(1));
          awaitRelease(release);
        };
    try (Job job = Command.of("yes").pipeTo(slow).pipeTo(last).start()) {
      Bottleneck pressure = slowStage(job);
      assertThat(pressure.stage().toString()).isEqualTo("this process (a Java stage)");
      release.countDown();
    }
  }

  private static void awaitRelease(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Bottleneck slowStage(Job job) {
    var found = new ArrayList<Bottleneck>();
    Eventually.holds(
        "the slow stage is found",
        () -> {
          job.diagnose().findings().stream()
              .filter(Bottleneck.class::isInstance)
              .map(Bottleneck.class::cast)
              .forEach(found::add);
          return !found.isEmpty();
        },
        () -> job.diagnose().toString());
    return found.getFirst();
  }

  @Test
  @Tag("pitfall-23")
  void aWriterThatOpensAFifoWithoutAReaderIsReported() throws Exception {
    Fifo fifo = Fifo.create(folder.resolve("fi fo"));
    try (Child child = Scripts.sh("cd \"$1\"; exec > 'fi fo'", folder.toString()).start()) {
      NobodyListens found = Diagnoses.until(child, NobodyListens.class, n -> true);
      assertThat(found.severity()).isEqualTo(Severity.WARNING);
      assertThat(found.path()).isEqualTo(fifo.path().toRealPath().toString());
      assertThat(found.toString()).contains("nobody has it open to read");
    }
  }

  @Test
  @Tag("pitfall-23")
  void aReaderThatOpensAFifoMayBeAServer() throws Exception {
    Fifo fifo = Fifo.create(folder.resolve("fifo"));
    try (Child child = Scripts.sh("cat \"$1\"", fifo.path().toString()).start()) {
      NobodyListens found = Diagnoses.until(child, NobodyListens.class, n -> true);
      assertThat(found.severity()).isEqualTo(Severity.INFORMATION);
      assertThat(found.toRead()).isTrue();
    }
  }

  /** A name is bytes: Python has them as they are, and so must we. */
  @Test
  @Tag("pitfall-23")
  void aFifoWhoseNameIsNotTextIsReportedToo() throws Exception {
    String script =
        """
        import os, sys
        name = os.fsencode(sys.argv[1]) + b"/fi\\xfffo"
        os.mkfifo(name)
        os.open(name, os.O_WRONLY)
        """;
    try (Child child = Scripts.python(script, folder.toString()).start()) {
      NobodyListens found = Diagnoses.until(child, NobodyListens.class, n -> true);
      assertThat(found.path()).isEqualTo(folder + "/fi\udcfffo");
      assertThat(found.toString()).contains("fi\\xfffo");
    }
  }

  /** Root has no soft limit, so root becomes nobody for this. */
  @Test
  @Tag("pitfall-24")
  void pipesThatTheSoftLimitHasMadeSmallAreTold() throws Exception {
    String script =
        """
        import os, resource, sys
        resource.setrlimit(resource.RLIMIT_NOFILE, (4000, 4000))
        if os.getuid() == 0:
            os.setgroups([]), os.setgid(65534), os.setuid(65534)
        kept = [os.pipe() for i in range(1100)]
        print("made", flush=True)
        sys.stdin.read()
        """;
    try (Child child = Scripts.python(script).piped().start()) {
      assertThat(child.stdout().inputStream().read()).isEqualTo('m');
      SmallPipe small = Diagnoses.until(child, SmallPipe.class, s -> true);
      assertThat(small.severity()).isEqualTo(Severity.WARNING);
      assertThat(small.pipes()).allMatch(p -> p.capacity().orElse(0) <= 8192);
      assertThat(small.pids()).contains(child.pid());
      assertThat(small.remedy()).contains("fs.pipe-user-pages-soft");
    }
  }

  @Test
  void oneOfAKindIsNotToldInThePlural() {
    SeenProcess self =
        SnapshotReader.read().seenProcess(ProcessHandle.current().pid()).orElseThrow();
    var newline =
        new UnflushedFinding(Severity.ERROR, self, 1, OptionalInt.of(1), Optional.of("\n"));

    assertThat(new SeenSnapshot(Instant.now(), List.of(self), List.of(), Extent.SETTLED))
        .hasToString("1 process, 0 channels");
    assertThat(newline.report()).contains("has 1 unflushed byte for descriptor 1", "it is \"\\n\"");
  }
}
