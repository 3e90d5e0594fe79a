package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Terminal;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is ready goes on when nobody listens to it any more. */
@Timeout(60)
class DetachTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Far more than a pipe holds. */
  private static final String LOUD = "head -c 1000000 /dev/zero";

  @TempDir Path folder;

  /** Says READY; then writes a lot for each line that it reads, and notes that it has. */
  private Command server() {
    String script = "echo READY; while read line; do " + LOUD + " && echo $line > \"$1\"; done";
    return Command.of("sh", "-c", script, "sh", noted().toString());
  }

  private Path noted() {
    return folder.resolve("noted");
  }

  private void awaitNote(String text) {
    Eventually.holds(
        "the server has written and goes on",
        () -> Files.exists(noted()) && Files.readString(noted()).equals(text + "\n"),
        () -> "");
  }

  @Test
  void aServerLivesOnAfterItsConversation() throws Exception {
    try (Child child = server().piped().start()) {
      try (Conversation talk = Conversation.with(child)) {
        talk.expect("READY\n", LIMIT);
        talk.detach();
      }
      for (String line : new String[] {"one", "two"}) {
        child.stdin().write(line + "\n");
        awaitNote(line);
      }

      assertThat(child.isAlive()).isTrue();
      child.stdin().close();
      assertThat(child.await(LIMIT)).contains(new ExitStatus.Exited(0));
    }
  }

  @Test
  void onATerminalItIsNotHungUp() throws Exception {
    try (Child child = server().terminal(Terminal.cooked().echo(false)).start()) {
      try (Conversation talk = Conversation.with(child)) {
        talk.expect("READY", LIMIT);
        talk.detach();
      }
      child.stdin().write("one\n");
      awaitNote("one");

      assertThat(child.isAlive()).isTrue();
    }
  }

  /** The program ends by itself: nothing here may stop it. */
  @Test
  void aChildThatWasLetGoLivesOnAfterItsClose() throws Exception {
    String script = "read line; " + LOUD + " && echo late > \"$1\"";
    Command command = Command.of("sh", "-c", script, "sh", noted().toString()).piped();
    try (Child child = command.start()) {
      child.detach(); // the close then ends its input, and it writes
    }

    awaitNote("late");
  }

  @Test
  void whatWaitsEndsAndTheWriterStaysOpen() throws Exception {
    Leaks before = Leaks.snapshot();
    try (Peer peer = Peer.onLines()) {
      var waiting = Background.parked(ThreadKind.VIRTUAL, () -> peer.talk.expect("never", LIMIT));
      peer.talk.detach();

      assertThat(waiting.failure()).isInstanceOf(AsynchronousCloseException.class);
      assertThatThrownBy(() -> peer.talk.send("more")).isInstanceOf(ClosedChannelException.class);
      peer.talk.close();
      peer.talk.detach(); // again: nothing happens
      peer.says("x".repeat(1_000_000));
      peer.toPeer.writer().write("by hand\n");
      assertThat(peer.hears()).isEqualTo("by hand");
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  void afterACloseThereIsNothingToLetGo() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.talk.close();
      peer.talk.detach();

      assertThat(peer.toPeer.writer().isOpen()).isFalse();
    }
  }
}
