package io.standpipe.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.Signal;
import io.standpipe.children.FifoServing;
import io.standpipe.framing.Framing;
import io.standpipe.internal.proc.PidNamespace;
import io.standpipe.testing.Background;
import io.standpipe.testing.Installed;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clients leave behind is removed; what living ones use stays, wherever they live. */
@Tag("pitfall-23")
class LeftFifosTest extends FifoServerFixture {
  private static final String NO_PID = "4194304"; // pids are smaller
  private static final String OURS = ".n" + PidNamespace.own() + ".";
  private static final String THEIRS = ".n1.";
  private static final Duration HOUR = Duration.ofHours(1);

  private FifoDirectory directory;

  private void left(String name, Duration age) throws IOException, InterruptedException {
    Path file = directory.file(name);
    Fifo.create(file);
    if (age.isPositive()) { // Files.setLastModifiedTime would open the fifo, and block
      Command.of("touch", "-d", age.toMinutes() + " minutes ago", file.toString()).run();
    }
  }

  @Test
  void onlyThoseOfTheDeadAreSwept() throws Exception {
    directory = MadeDirectory.at(FifoDirectory.at(path)).directory();
    long self = ProcessHandle.current().pid();
    left(NO_PID + OURS + "dead", Duration.ZERO);
    left(NO_PID + OURS + "dead.in", Duration.ZERO);
    left(self + OURS + "alive", HOUR);
    left(NO_PID + ".silentShell", HOUR);
    left(NO_PID + ".shell", Duration.ZERO);
    left(self + ".livingShell", HOUR);
    left(NO_PID + THEIRS + "open", HOUR);
    left(NO_PID + THEIRS + "open.in", HOUR);
    left(self + THEIRS + "closed", HOUR);
    left(NO_PID + THEIRS + "young", Duration.ZERO);
    try (PipeReader replies = directory.fifo(NO_PID + THEIRS + "open").keepOpen().openReader()) {
      LeftFifos.sweep(directory);
      assertThat(replies.isOpen()).isTrue();
    }
    try (Stream<Path> files = Files.list(directory.folder())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              self + OURS + "alive",
              NO_PID + ".shell",
              self + ".livingShell",
              NO_PID + THEIRS + "open",
              NO_PID + THEIRS + "open.in",
              NO_PID + THEIRS + "young");
    }
  }

  /**
   * To a server in another pid namespace, the pid of this process means nothing, and vice versa.
   */
  @Test
  void aClientAndAServerInDifferentPidNamespacesFindEachOtherAlive() throws Exception {
    Installed.orSkip("unshare");
    assumeTrue(
        Command.of("unshare", "--pid", "--fork", "true").start().await().isZero(),
        "a pid namespace may be made");
    List<String> words =
        new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"));
    words.addAll(Command.self(FifoServing.class, path.toString()).words());
    try (Child child = Command.of(words).piped().start();
        FifoClient client = FifoClient.to(path)) {
      assertThat(Framing.lines().reader(child.stdout()).readText()).isEqualTo("ready");
      assertThat(client.ask("one", LONG)).endsWith(":one");
      try (var writer = Fifo.at(path).openWriter(LONG)) {
        writer.write("nonsense\n".repeat(600), LONG); // after 256 lines the server sweeps
      }
      assertThat(client.ask("two", LONG)).endsWith(":two");
      var hangs = Background.start(ThreadKind.VIRTUAL, () -> client.askOnce("hang", LONG));
      assertThat(Framing.lines().reader(child.stdout()).readText()).isEqualTo("hangs");
      child.signal(Signal.KILL);
      child.await();
      assertThat(hangs.failure()).isInstanceOf(ServerGoneException.class);
    }
  }
}
