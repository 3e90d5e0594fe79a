package io.standpipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.conversation.Conversation;
import io.standpipe.testing.Leaks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a close ends, though the program itself has ended before, and what it leaves alone. */
@Tag("pitfall-60")
class CloseEndsTheTreeTest {
  /** Leaves a program in the background, says its pid, and ends when its input does. */
  private static final String LEAVES_ONE = "sleep 1000 >&- 2>&- & echo $!; read line";

  @TempDir private Path folder;

  @RepeatedTest(4)
  void closingTheConversationFirstAndThenTheChildLeavesNoGrandchild() throws Exception {
    Leaks before = Leaks.snapshot();
    long grandchild;
    try (Child child = Scripts.sh(LEAVES_ONE).piped().start();
        Conversation talk = Conversation.with(child)) {
      grandchild = Long.parseLong(talk.receive().orElseThrow());
    }
    Processes.awaitGone(grandchild);
    Leaks.assertNoneSince(before);
  }

  @RepeatedTest(8)
  void closingAChildThatHasExitedEndsWhatItHasLeftInItsGroup() throws Exception {
    Leaks before = Leaks.snapshot();
    Child child = Scripts.sh(LEAVES_ONE).piped().start();
    long grandchild = pid(child);
    child.stdin().close();
    child.await();
    child.close();
    assertThat(Processes.isAlive(grandchild)).isFalse();
    assertThat(child.descendants()).isEmpty();
    Leaks.assertNoneSince(before);
  }

  @Test
  void whatWasSeenOutsideOfTheGroupIsEndedTooWhenTheChildHasExited() throws Exception {
    Child child = Scripts.sh("setsid sleep 1000 >&- & echo $!; read line").piped().start();
    long grandchild = pid(child);
    assertThat(child.descendants()).containsExactly(grandchild);
    child.stdin().close();
    child.await();
    child.close();
    assertThat(Processes.isAlive(grandchild)).isFalse();
  }

  @Test
  void closingAJobWhoseProgramsHaveAllExitedEndsWhatTheyHaveLeft() throws Exception {
    Command leaves = Scripts.sh("sleep 1000 >&- & echo $!").stdout(Redirect.pipe());
    Job job = Pipeline.of(Command.of("true"), leaves).start();
    long left = pid(job.children().getLast());
    job.await();
    assertThat(Processes.isAlive(left)).isTrue();
    job.close();
    assertThat(Processes.isAlive(left)).isFalse();
  }

  @Test
  void closingAChildThatHasLeftNothingLooksAtNoProcess() throws Exception {
    try (Child child = Command.of("true").start()) {
      child.await();
      assertThat(child.isToBeStopped()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "read", "capture", "failed"})
  void afterANormalEndBackgroundProgramsAreLeftAlone(String call) throws Exception {
    Path file = folder.resolve("pid");
    Command command =
        Scripts.sh("sleep 1000 <&- >&- 2>&- & echo $! >\"$1\"; exit $2", file.toString())
            .args(call.equals("failed") ? "3" : "0");
    switch (call) {
      case "run" -> command.run();
      case "read" -> assertThat(command.read()).isEmpty();
      case "capture" -> command.capture();
      default -> assertThatThrownBy(command::run).isInstanceOf(CommandFailedException.class);
    }
    long left = Long.parseLong(Files.readString(file).strip());
    assertThat(Processes.isAlive(left)).isTrue();
    Processes.kill(left);
  }

  @Test
  void afterATimeoutTheyAreNot() throws Exception {
    Path file = folder.resolve("pid");
    Command command =
        Scripts.sh("sleep 1000 & echo $! >\"$1\"; wait", file.toString())
            .timeout(Duration.ofMillis(300));
    assertThatThrownBy(command::run).isInstanceOf(IOException.class);
    assertThat(Processes.isAlive(Long.parseLong(Files.readString(file).strip()))).isFalse();
  }

  @Test
  void aChildThatWasDetachedIsLeftRunningWithAllThatItHasStarted() throws Exception {
    Leaks before = Leaks.snapshot();
    Child child =
        Scripts.sh("sleep 1000 >&- & echo $!; exec sleep 1000").stdout(Redirect.pipe()).start();
    long grandchild = pid(child);
    child.detach();
    child.close();
    assertThat(child.isAlive()).isTrue();
    assertThat(Processes.isAlive(grandchild)).isTrue();
    assertThat(child.stop(StopPolicy.killAtOnce()).isComplete()).isTrue();
    assertThat(Processes.isAlive(grandchild)).isFalse();
    child.closeOurs();
    Leaks.assertNoneSince(before);
  }

  private static long pid(Child child) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(child.stdout().inputStream(), US_ASCII));
    return Long.parseLong(lines.readLine());
  }
}
