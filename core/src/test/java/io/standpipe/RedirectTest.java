package io.standpipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.Scripts;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedirectTest {
  @TempDir private Path folder;

  @Test
  void fromAndToFilesAreTheShellsArrows() throws Exception {
    Path from = Files.writeString(folder.resolve("from"), "text\n");
    Path to = Files.writeString(folder.resolve("to"), "what was there before is longer\n");
    Command.of("cat").stdin(Redirect.from(from)).stdout(Redirect.to(to)).run();
    assertThat(to).hasContent("text\n");
    assertThat(from).hasContent("text\n");
  }

  @Test
  void toMakesTheFileAndAppendToWritesAtItsEnd() throws Exception {
    Path file = folder.resolve("made");
    Scripts.sh("echo 1").stdout(Redirect.appendTo(file)).run();
    Scripts.sh("echo 2").stdout(Redirect.appendTo(file)).run();
    assertThat(file).hasContent("1\n2\n");
    Scripts.sh("echo 3").stdout(Redirect.to(file)).run();
    assertThat(file).hasContent("3\n");
  }

  @Test
  void nothingIsEmptyToReadAndTakesAll() throws Exception {
    Command command = Scripts.sh("cat; echo x >&2; echo $?").stdin(Redirect.nothing());
    assertThat(command.stderr(Redirect.nothing()).read()).isEqualTo("0");
  }

  @Test
  void aFullDiskUnderARedirectionIsTheProgramsOwnError() {
    Path full = Path.of("/dev/full");
    Command command = Scripts.sh("echo x 2>/dev/null").stdout(Redirect.to(full));
    assertThatThrownBy(command::run).isInstanceOf(CommandFailedException.class);
  }

  @Test
  void aFileInAMissingFolderIsAnErrorThatNamesIt() throws Exception {
    Path file = folder.resolve("missing/file");
    assertFails(Command.of("cat").stdin(Redirect.from(file)), "ENOENT", file.toString());
    assertFails(Command.of("cat").stdout(Redirect.to(file)), "ENOENT", file.toString());
  }

  @Test
  void aFolderCannotBeWrittenTo() throws Exception {
    assertFails(Command.of("cat").stdout(Redirect.to(folder)), "EISDIR", folder.toString());
  }

  @Test
  void aFifoThatNobodyReadsIsAnErrorAndNoHang() throws Exception {
    Path fifo = folder.resolve("fifo");
    Fifo.create(fifo);
    assertFails(
        Command.of("cat").stdout(Redirect.to(fifo)), "ENXIO", "it is a fifo without a reader");
  }

  @Test
  void aFifoWithSomebodyAtTheOtherSideServes() throws Exception {
    Path path = folder.resolve("fifo");
    Fifo fifo = Fifo.create(path);
    PipeReader kept = fifo.keepOpen().openReader();
    Scripts.sh("echo through").stdout(Redirect.to(path)).run();
    PipeWriter writer = fifo.openWriter();
    Command cat = Command.of("cat").stdin(Redirect.from(path)).stdout(Redirect.pipe());
    try (Child child = cat.start()) {
      kept.close();
      writer.close();
      assertThat(child.stdout().readAllBytes()).asString(UTF_8).isEqualTo("through\n");
    }
  }

  @Test
  void aChildsEndOfAPipeBlocksAsProgramsExpect() throws Exception {
    // O_NONBLOCK is 04000; our own end has it, the child's has not.
    String flags = "sed -n 's/^flags:\\t*//p' /proc/self/fdinfo/%d";
    try (Pipe pipe = Pipe.open()) {
      Command in = Scripts.sh(flags.formatted(0)).stdin(Redirect.from(pipe.reader()));
      assertThat(Integer.parseInt(in.read(), 8) & 04000).isZero();
      Command out = Scripts.sh(flags.formatted(1)).stdout(Redirect.to(pipe.writer()));
      out.run();
      pipe.writer().close();
      String written = new String(pipe.reader().readAllBytes(), UTF_8).strip();
      assertThat(Integer.parseInt(written, 8) & 04000).isZero();
    }
  }

  @Test
  void anEndThatWasHandedOverIsClosedHereSoThatTheReaderSeesTheEnd() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      try (Child child = Scripts.sh("echo all").stdout(Redirect.handOver(pipe.writer())).start()) {
        assertThat(pipe.writer().isOpen()).isFalse();
        assertThat(new String(pipe.reader().readAllBytes(), UTF_8)).isEqualTo("all\n");
        child.await();
      }
    }
  }

  @Test
  void aReadEndThatWasHandedOverIsClosedHereSoThatTheWriterNotices() throws Exception {
    try (Pipe pipe = Pipe.open();
        Child child = Command.of("true").stdin(Redirect.handOver(pipe.reader())).start()) {
      assertThat(pipe.reader().isOpen()).isFalse();
      child.await();
      assertThatThrownBy(() -> pipe.writer().write("x")).isInstanceOf(BrokenPipeException.class);
    }
  }

  @Test
  void anEndThatWasPassedOnStaysOpenHere() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Scripts.sh("echo one").stdout(Redirect.to(pipe.writer())).run();
      Scripts.sh("echo two").stdout(Redirect.to(pipe.writer())).run();
      pipe.writer().write("three\n");
      pipe.writer().close();
      assertThat(new String(pipe.reader().readAllBytes(), UTF_8)).isEqualTo("one\ntwo\nthree\n");
    }
  }

  @Test
  void whereHandingOverFailsTheEndStaysOpen() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Leaks before = Leaks.snapshot();
      Command missing = Command.of("no-such-program").stdout(Redirect.handOver(pipe.writer()));
      assertThatThrownBy(missing::start).isInstanceOf(ErrnoException.class);
      Command noFile =
          Command.of("cat")
              .stdout(Redirect.handOver(pipe.writer()))
              .stderr(Redirect.to(folder.resolve("missing/file")));
      assertThatThrownBy(noFile::start).isInstanceOf(ErrnoException.class);
      assertThat(pipe.writer().isOpen()).isTrue();
      pipe.writer().write("x");
      Leaks.assertNoneSince(before);
    }
  }

  @Test
  void anEndMayBeHandedOverForTwoDescriptors() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Command command =
          Scripts.sh("echo 1; echo 2 >&2")
              .stdout(Redirect.handOver(pipe.writer()))
              .stderr(Redirect.handOver(pipe.writer()));
      command.run();
      assertThat(new String(pipe.reader().readAllBytes(), UTF_8)).isEqualTo("1\n2\n");
    }
  }

  @Test
  void aClosedEndCannotBePassedOn() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.close();
    Leaks before = Leaks.snapshot();
    for (Command command :
        new Command[] {
          Command.of("cat").stdin(Redirect.from(pipe.reader())),
          Command.of("cat").stdout(Redirect.to(pipe.writer())),
          Command.of("cat").stdout(Redirect.handOver(pipe.writer()))
        }) {
      assertThatThrownBy(command::start).isInstanceOf(ClosedChannelException.class);
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  void aPipeWhoseOtherSideIsClosedEndsTheChildAsInAShell() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      pipe.reader().close();
      Command writes = Command.of("yes").stdout(Redirect.to(pipe.writer())).anyExit();
      assertThat(writes.run()).isEqualTo(new ExitStatus.Signaled(Signal.PIPE, false));
    }
    try (Pipe pipe = Pipe.open()) {
      pipe.writer().close();
      assertThat(Command.of("cat").stdin(Redirect.from(pipe.reader())).read()).isEmpty();
    }
  }

  @Test
  @Tag("pitfall-29")
  void theFlagsOfOurOwnEndAreNotThoseOfTheChilds() throws Exception {
    try (Pipe pipe = Pipe.open();
        Child child = Command.of("cat").stdin(Redirect.from(pipe.reader())).piped().start()) {
      assertThat(child.isAlive()).isTrue();
      assertThatThrownBy(() ->
              pipe.reader().read(java.nio.ByteBuffer.allocate(1), java.time.Duration.ofMillis(20)))
          .isInstanceOf(DeadlineExceededException.class);
    }
  }

  @Test
  void aRedirectSaysWhatItIs() throws IOException {
    assertThat(Redirect.from(Path.of("a"))).hasToString("from a");
    assertThat(Redirect.to(Path.of("a"))).hasToString("to a");
    assertThat(Redirect.appendTo(Path.of("a"))).hasToString("append to a");
    assertThat(Redirect.sameAs(1)).hasToString("same as 1");
    assertThat(Redirect.inherit()).hasToString("inherit");
  }

  private static void assertFails(Command command, String errno, String message) throws Exception {
    Leaks before = Leaks.snapshot();
    ThrowingCallable start = command::start;
    assertThatThrownBy(start)
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errnoName()).isEqualTo(errno))
        .hasMessageContaining(message);
    Leaks.assertNoneSince(before);
  }
}
