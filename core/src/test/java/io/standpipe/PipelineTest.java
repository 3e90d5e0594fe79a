package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.ExitStatus.Signaled;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.Holder;
import io.standpipe.testing.Leaks;
import java.io.CharConversionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {
  @Test
  void whatOneWritesTheNextReads() throws Exception {
    Pipeline pipeline =
        Pipeline.of(
            Command.of("seq", "100000"), Command.of("sort", "-rn"), Scripts.sh("head -n 3"));
    assertThat(pipeline.read()).isEqualTo("100000\n99999\n99998");
  }

  @Test
  void twoCommandsAndMoreAreJoinedByPipeTo() throws Exception {
    Pipeline pipeline = Scripts.sh("echo c; echo a; echo b").pipeTo(Command.of("sort"));
    assertThat(pipeline.pipeTo(Scripts.sh("tr a-z A-Z")).read()).isEqualTo("A\nB\nC");
  }

  @Test
  void neighboursShareAKernelPipeThatThisProcessDoesNotHold() throws Exception {
    Command waiter = Scripts.sh("read line; echo $line");
    try (Job job =
        Pipeline.of(waiter.stdin(Redirect.pipe()), waiter, waiter.stdout(Redirect.pipe()))
            .start()) {
      List<Child> children = job.children();
      assertThat(holders(children.get(0), 1)).containsExactlyInAnyOrder(pid(job, 0), pid(job, 1));
      assertThat(holders(children.get(1), 1)).containsExactlyInAnyOrder(pid(job, 1), pid(job, 2));
      job.stdin().write("through\n");
      job.await();
      assertThat(job.children().getLast().stdout().readAllBytes())
          .asString()
          .isEqualTo("through\n");
    }
  }

  @Test
  void everyStageHasItsOwnStatus() throws Exception {
    try (Job job = Pipeline.of(Scripts.sh("exit 3"), Scripts.sh("kill -9 $$"), END).start()) {
      job.await();
      assertThat(job.statuses())
          .containsExactly(new Exited(3), new Signaled(Signal.KILL, false), new Exited(0));
    }
  }

  @Test
  void theLastThatFailedIsHowTheWholeEnded() throws Exception {
    try (Job job = Pipeline.of(Scripts.sh("exit 3"), Scripts.sh("exit 4"), END).start()) {
      assertThat(job.await()).isEqualTo(new Exited(4));
      assertThatThrownBy(job::throwIfFailed)
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("\"exit 4\"")
          .hasMessageContaining("exited with code 4");
    }
  }

  @Test
  void aStageWhoseExitCodeWasDeclaredFineHasNotFailed() throws Exception {
    Pipeline pipeline = Pipeline.of(Scripts.sh("echo x; exit 3").success(0, 3), Command.of("cat"));
    assertThat(pipeline.read()).isEqualTo("x");
  }

  @Test
  void aFailureInTheMiddleIsAnErrorUnlessEveryExitIsFine() throws Exception {
    Pipeline pipeline = Pipeline.of(Scripts.sh("echo x; exit 3"), Command.of("cat"));
    assertThatThrownBy(pipeline::read)
        .isInstanceOfSatisfying(
            CommandFailedException.class, e -> assertThat(e.status()).isEqualTo(new Exited(3)));
    assertThat(pipeline.anyExit().read()).isEqualTo("x");
    assertThat(pipeline.anyExit().run()).isEqualTo(new Exited(3));
  }

  @Test
  void aStageThatDiesOfSigpipeBecauseTheNextHadEnoughHasNotFailed() throws Exception {
    try (Job job = Pipeline.of(Command.of("yes"), Scripts.sh("read line; echo $line")).start()) {
      assertThat(job.await()).isEqualTo(new Exited(0));
      assertThat(job.statuses().getFirst()).isEqualTo(new Signaled(Signal.PIPE, false));
      job.throwIfFailed();
    }
  }

  @Test
  void theLastStageItselfMayNotDieOfSigpipe() {
    Pipeline pipeline = Pipeline.of(Scripts.sh("echo x"), Scripts.sh("kill -PIPE $$"));
    assertThatThrownBy(pipeline::run)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("was ended by SIGPIPE");
  }

  @Test
  void theErrorCarriesTheStandardErrorOfTheLastStage() {
    Pipeline pipeline = Pipeline.of(Scripts.sh("echo x"), Scripts.sh("echo broken >&2; exit 1"));
    assertThatThrownBy(pipeline::read).hasMessageEndingWith("exited with code 1: broken");
  }

  @Test
  void theFirstStageReadsTheInputThatItsCommandWasGiven() throws Exception {
    String text = "x".repeat(1_000_000);
    assertThat(Command.of("cat").input(text).pipeTo(Command.of("cat")).read()).isEqualTo(text);
  }

  @Test
  void capturedOutputTellsHowMuchInputTheFirstStageTook() throws Exception {
    Output output = Command.of("cat").input("four").pipeTo(Scripts.sh("cat >&2")).capture();
    assertThat(output.inputAccepted()).isEqualTo(4);
    assertThat(output.errorText()).isEqualTo("four");
    assertThat(output.stdout()).isEmpty();
  }

  @Test
  void twoHundredStagesPassTheirBytesAndLeaveNothing() throws Exception {
    Leaks before = Leaks.snapshot();
    List<Command> stages = new ArrayList<>(Collections.nCopies(200, Command.of("cat")));
    stages.set(0, Command.of("cat").input("through"));
    Pipeline pipeline = Pipeline.of(stages);
    assertThat(pipeline.read()).isEqualTo("through");
    Leaks.assertNoneSince(before);
  }

  @Test
  void textThatIsNotUtf8IsAnErrorWithItsOffsetAndBytesAreAsTheyAre() throws Exception {
    Pipeline pipeline = Pipeline.of(Scripts.sh("printf 'ab\\377c'"), Command.of("cat"));
    assertThatThrownBy(pipeline::read)
        .isInstanceOf(CharConversionException.class)
        .hasMessageContaining("not UTF-8 at offset 2 (byte 0xff)");
    assertThat(pipeline.readBytes()).containsExactly('a', 'b', 0xff, 'c');
  }

  @Test
  void stagesShareTheirStandardErrorWithThePipeToTheNextWhenMerged() throws Exception {
    Command both = Scripts.sh("echo out; echo err >&2").stderr(Redirect.sameAs(1));
    assertThat(Pipeline.of(both, Command.of("sort")).read()).isEqualTo("err\nout");
  }

  @Test
  void whatOnlyACommandAloneObeysIsRefusedInAStage() {
    Command cat = Command.of("cat");
    List<Command> said =
        List.of(
            cat.timeout(Duration.ofSeconds(1)),
            cat.lateOutput(LateOutput.detach()),
            cat.captureLimit(99));
    List<String> methods = List.of("timeout", "lateOutput", "captureLimit");
    for (int i = 0; i < said.size(); i++) {
      Command stage = said.get(i);
      assertThatThrownBy(() -> cat.pipeTo(stage))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stage 2 of a pipeline, [\"cat\"], has its own " + methods.get(i))
          .hasMessageEndingWith("use Pipeline." + methods.get(i) + "(…) for the whole");
      assertThatThrownBy(() -> Pipeline.of(stage)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aStreamThatANeighbourHasCannotGoElsewhere() {
    Command cat = Command.of("cat");
    Pipeline.Stage code = (in, out) -> in.transferTo(out);
    for (Command second :
        List.of(cat.input("lost"), cat.stdin(Redirect.nothing()), cat.terminal())) {
      assertThatThrownBy(() -> cat.pipeTo(second))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stage 2 of a pipeline, [\"cat\"], reads what the stage before")
          .hasMessageContaining("use stdin(…) or input(…) of the first stage");
      assertThatThrownBy(() -> Pipeline.from(code).pipeTo(second))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (Redirect output : List.of(Redirect.nothing(), Redirect.sameAs(2))) {
      Command first = cat.stdout(output);
      assertThatThrownBy(() -> Pipeline.of(first).pipeTo(cat))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stage 1 of a pipeline, [\"cat\"], writes what the next stage")
          .hasMessageContaining("cannot have \"" + output + "\" as its standard output");
      assertThatThrownBy(() -> first.pipeTo(code)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsSaidOfTheOuterStreamsHolds() throws Exception {
    Command first = Command.of("cat").input("through").stdout(Redirect.inherit());
    assertThat(first.pipeTo(Command.of("cat").stdin(Redirect.inherit())).read())
        .isEqualTo("through");
    Command piped = Command.of("cat").piped(); // a pipe is what it gets
    assertThat(first.pipeTo(piped).pipeTo(piped).read()).isEqualTo("through");
  }

  @Test
  void anEmptyPipelineIsRefused() {
    assertThatThrownBy(Pipeline::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itsTextIsThatOfItsCommands() {
    assertThat(Pipeline.of(Command.of("seq", "3"), Command.of("sort", "-r")))
        .hasToString("[\"seq\", \"3\"] | [\"sort\", \"-r\"]");
  }

  private static final Command END = Scripts.sh("cat >/dev/null; exit 0");

  private static long pid(Job job, int n) {
    return job.children().get(n).pid();
  }

  private static List<Long> holders(Child child, int fd) throws Exception {
    Path link = Path.of("/proc", Long.toString(child.pid()), "fd", Integer.toString(fd));
    assertThat(Files.readSymbolicLink(link).toString()).startsWith("pipe:");
    return Doctor.holders(child.pid(), fd).stream().map(Holder::pid).toList();
  }
}
