package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("blocking")
class LinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Asks three times and reports what it heard by its exit code. */
  private static final Command ASKER =
      Scripts.sh(
          "for n in 1 2 3; do echo $n; read answer; [ \"$answer\" = $((n * n)) ] || exit 9; done");

  private static final Command SQUARER = Scripts.sh("while read n; do echo $((n * n)); done");

  @Test
  void eachOnesOutputIsTheOthersInput() throws Exception {
    assertThat(Link.between(ASKER, SQUARER).timeout(LIMIT).run()).isEqualTo(new Exited(0));
  }

  @Test
  void itEndsWhenBothHaveEndedWhoeverIsGivenFirst() throws Exception {
    assertThat(Link.between(SQUARER, ASKER).timeout(LIMIT).run()).isEqualTo(new Exited(0));
  }

  @Test
  void aTapHearsAQuestionBeforeItsAnswer() throws Exception {
    var said = new ConcurrentLinkedQueue<String>();
    Link.between(ASKER, SQUARER)
        .tap(
            bytes -> said.add("first " + UTF_8.decode(bytes).toString().strip()),
            bytes -> said.add("second " + UTF_8.decode(bytes).toString().strip()))
        .timeout(LIMIT)
        .run();
    assertThat(said)
        .containsExactly("first 1", "second 1", "first 2", "second 4", "first 3", "second 9");
  }

  @Test
  void aTapThatThrowsIsNamedAsThatTap() {
    Link.Tap throwing =
        bytes -> {
          throw new IllegalStateException("no more ears");
        };
    Link link =
        Link.between(ASKER.anyExit(), SQUARER.anyExit()).tap(throwing, throwing).timeout(LIMIT);
    assertThatThrownBy(link::run)
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "the tap of the link, where it hears child \\d+ .*, failed: no more ears")
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTapThatDoesNotReturnIsNamedWhenTheTimeIsOver() {
    Command speaks = Command.of("echo", "word");
    Link.Tap waiting = bytes -> LockSupport.park();
    Link link = Link.between(speaks, Command.of("true")).tap(waiting, waiting);
    assertThatThrownBy(link.timeout(Duration.ofMillis(500))::run)
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("500ms: the tap of the link, where it hears child ")
        .hasMessageContaining("(echo word), still ran");
  }

  private record Silence(String name, Queue<String> silent) implements Link.Tap {
    @Override
    public void said(ByteBuffer bytes) {}

    @Override
    public void fellSilent() {
      silent.add(name);
    }
  }

  @Test
  void aTapHearsThatEachSideFellSilent() throws Exception {
    var silent = new ConcurrentLinkedQueue<String>();
    Link.between(ASKER, SQUARER)
        .tap(new Silence("first", silent), new Silence("second", silent))
        .timeout(LIMIT)
        .run();
    assertThat(silent).containsExactlyInAnyOrder("first", "second");
  }

  @Test
  void aTapThatFailsIsAnErrorAndNobodyHangs() {
    Leaks before = Leaks.snapshot();
    Link link =
        Link.between(ASKER.anyExit(), SQUARER.anyExit())
            .tap(
                bytes -> {
                  throw new IllegalStateException("the listener's own");
                },
                bytes -> {})
            .timeout(LIMIT);
    assertThatThrownBy(link::run).rootCause().hasMessage("the listener's own");
    Leaks.assertNoneSince(before);
  }

  @Test
  void theOneThatFailedIsReported() {
    Link link = Link.between(Scripts.sh("exit 3"), SQUARER).timeout(LIMIT);
    assertThatThrownBy(link::run)
        .isInstanceOf(CommandFailedException.class)
        .extracting(e -> ((CommandFailedException) e).status())
        .isEqualTo(new Exited(3));
  }

  @Test
  @Tag("pitfall-2")
  void whoWritesToOneThatHasLeftHasNotFailed() throws Exception {
    Command talker = Command.of("yes");
    assertThat(Link.between(talker, Scripts.sh("read one")).timeout(LIMIT).run())
        .isEqualTo(new Exited(0));
    assertThat(
            Link.between(talker, Scripts.sh("read one"))
                .tap(bytes -> {}, bytes -> {})
                .timeout(LIMIT)
                .run())
        .isEqualTo(new Exited(0));
  }

  @Test
  void twoThatBothWaitAreStoppedAtTheDeadline() {
    Leaks before = Leaks.snapshot();
    Command waiter = Scripts.sh("read never");
    assertThatThrownBy(() -> Link.between(waiter, waiter).timeout(Duration.ofMillis(200)).run())
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("still ran");
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-8")
  void ifTheSecondCannotBeStartedTheFirstIsStopped() {
    Leaks before = Leaks.snapshot();
    Command missing = Command.of("no-such-program");
    assertThatThrownBy(() -> Link.between(SQUARER, missing).start())
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("no-such-program");
    assertThatThrownBy(() -> Link.between(SQUARER, missing).tap(bytes -> {}, bytes -> {}).start())
        .isInstanceOf(ErrnoException.class);
    Leaks.assertNoneSince(before);
  }

  @Test
  void manyBytesArriveAsTheyWereWithAndWithoutATap(@TempDir Path folder) throws Exception {
    byte[] bytes = new byte[Integer.getInteger("standpipe.test.bytes", 64 << 20)];
    new Random(7).nextBytes(bytes);
    Path from = Files.write(folder.resolve("from"), bytes);
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
    for (Link.Tap tap : new Link.Tap[] {null, heard -> {}}) {
      Path to = folder.resolve("to");
      Link link = Link.between(Scripts.sh("cat " + from), Scripts.sh("cat > " + to)).timeout(LIMIT);
      (tap == null ? link : link.tap(tap, tap)).run();
      assertThat(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(to)))
          .isEqualTo(sum);
    }
  }
}
