package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.ExitStatus.Exited;
import io.standpipe.children.Hoarder;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.testing.Leaks;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program wrote, kept in memory. */
class CommandOutputTest {
  private static final String ALL_BYTES =
      "import sys; sys.stdout.buffer.write(bytes(range(256)) * 1000)";

  @TempDir private Path folder;

  @Test
  void readReturnsTextWithoutTheLineEndsAtItsEnd() throws Exception {
    assertThat(Scripts.sh("printf 'a\\n b \\r\\n\\n'").read()).isEqualTo("a\n b ");
    assertThat(Scripts.sh("").read()).isEmpty();
    assertThat(Scripts.sh("echo 'gr\u00fc\u00df \ud83d\ude00'").read())
        .isEqualTo("gr\u00fc\u00df \ud83d\ude00");
  }

  @Test
  @Tag("pitfall-32")
  void readBytesReturnsEveryByte() throws Exception {
    byte[] bytes = Scripts.python(ALL_BYTES).readBytes();
    assertThat(bytes).hasSize(256_000);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(bytes[i]).isEqualTo((byte) i);
    }
  }

  @Test
  void textThatIsNotUtf8IsATypedErrorThatNamesTheOffset() throws Exception {
    Command command = Scripts.sh("printf 'abc\\377d'");
    assertThatThrownBy(command::read)
        .isInstanceOf(CharConversionException.class)
        .hasMessageContaining("not UTF-8 at offset 3 (byte 0xff); readBytes() takes any bytes");
    assertThat(command.readBytes()).containsExactly('a', 'b', 'c', 0xff, 'd');
  }

  @Test
  @Tag("pitfall-26")
  void aCharacterCutShortAtTheEndIsNotUtf8() {
    assertThatThrownBy(Scripts.sh("printf 'ab\\303'")::read)
        .isInstanceOf(CharConversionException.class)
        .hasMessageContaining("offset 2 (byte 0xc3)");
  }

  @Test
  @Tag("pitfall-14")
  void bothStreamsAreDrainedTogether() throws Exception {
    String script =
        """
        import os
        for i in range(256):
            os.write(2, b"e" * 4096)
            os.write(1, b"o" * 4096)
        """;
    Output output = Scripts.python(script).capture();
    assertThat(output.stdout()).hasSize(1 << 20).containsOnly('o');
    assertThat(output.stderr()).hasSize(1 << 20).containsOnly('e');
  }

  @Test
  @Tag("pitfall-5")
  void drainingStartsAtTheStart() throws Exception {
    // The second can end only when the first, for which nobody waits yet, has written everything.
    Path fifo = folder.resolve("fifo");
    Fifo.create(fifo);
    Command writer = Scripts.sh("head -c 1000000 /dev/zero; echo done > \"$1\"", fifo.toString());
    try (Job first = Internals.captured(Platform.posix(), writer, 1_000_000)) {
      assertThat(Scripts.sh("cat \"$1\"", fifo.toString()).read()).isEqualTo("done");
      first.await();
      for (OutputCollector capture : first.collectors()) {
        assertThat(capture.awaitEnd(Deadline.NEVER)).isTrue();
      }
      assertThat(first.output(0, List.of()).stdout()).hasSize(1_000_000);
    }
  }

  @Test
  void asManyBytesAsTheLimitAreKept() throws Exception {
    assertThat(Scripts.sh("head -c 100000 /dev/zero").captureLimit(100_000).readBytes())
        .hasSize(100_000);
    assertThat(Scripts.sh("").captureLimit(0).read()).isEmpty();
  }

  @Test
  void aProgramThatWritesMoreThanTheLimitIsStopped() throws Exception {
    Leaks before = Leaks.snapshot();
    assertThatThrownBy(Command.of("yes").captureLimit(100_000)::read)
        .isInstanceOf(IOException.class)
        .hasMessage(
            "capture the output of command [\"yes\"]: more than 100000 bytes;"
                + " raise captureLimit(…) or read the stream");
    Leaks.assertNoneSince(before);
  }

  @Test
  @Tag("pitfall-9")
  void aDescendantInASessionOfItsOwnIsStoppedTooWhenTheLimitIsPassed() throws Exception {
    try (Pipe pids = Pipe.open()) {
      String script = "setsid sleep 1000 >/dev/null & echo $! >&3; head -c 100 /dev/zero; wait";
      Command command = Scripts.sh(script).fd(3, Redirect.to(pids.writer())).captureLimit(99);
      assertThatThrownBy(command::read).hasMessageContaining("more than 99 bytes");
      long pid = Long.parseLong(firstLine(pids).strip());
      Processes.awaitGone(pid);
    }
  }

  @Test
  void everyStageIsStoppedWhenThePipelineWritesMoreThanTheLimit() {
    Command writesOnceThenWaits = Scripts.sh("head -c 1000 /dev/zero; exec sleep 1000");
    Pipeline pipeline = Pipeline.of(writesOnceThenWaits, Command.of("cat")).captureLimit(999);
    assertThatThrownBy(pipeline::read).hasMessageContaining("more than 999 bytes");
    Pipeline code = writesOnceThenWaits.pipeTo((in, out) -> in.transferTo(out)).captureLimit(999);
    assertThatThrownBy(code::read).hasMessageContaining("more than 999 bytes");
  }

  @Test
  void outputThatDoesNotFitIntoTheMemoryIsAnErrorNotHalfOfIt() throws Exception {
    // The child catches what it gets instead of its child's output, and prints that.
    assertThat(Command.self(Hoarder.class).timeout(Duration.ofSeconds(30)).read())
        .contains("OutOfMemoryError");
  }

  @Test
  void captureKeepsStandardErrorApartAndTellsTheStatus() throws Exception {
    Output output = Scripts.sh("echo out; echo err >&2; exit 3").success(3).capture();
    assertThat(output.status()).isEqualTo(new Exited(3));
    assertThat(output.text()).isEqualTo("out");
    assertThat(output.errorText()).isEqualTo("err\n");
    assertThat(output.stillOpen()).isEmpty();
  }

  @Test
  void standardErrorMergedIntoStandardOutputIsPartOfWhatIsRead() throws Exception {
    Output output = Scripts.sh("echo 1; echo 2 >&2").stderr(Redirect.sameAs(1)).capture();
    assertThat(output.text()).isEqualTo("1\n2");
    assertThat(output.errorText()).isEmpty();
  }

  @Test
  void theErrorCarriesTheLastEightKibibytesOfStandardError() {
    Command command = Scripts.sh("yes chatter | head -n 100000 >&2; echo last >&2; exit 2");
    assertThatThrownBy(command::read)
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            e -> {
              assertThat(e.status()).isEqualTo(new Exited(2));
              assertThat(e.errorTail()).hasSize(8192).endsWith("chatter\nlast\n");
              assertThat(e.getMessage())
                  .startsWith("command [\"/bin/sh\"")
                  .endsWith("\n  | chatter\n  | last");
            });
  }

  @Test
  void standardErrorWithARedirectionIsLeftAlone() throws Exception {
    Path file = folder.resolve("log");
    Command command = Scripts.sh("echo out; echo err >&2; exit 1").stderr(Redirect.to(file));
    assertThatThrownBy(command::read)
        .isInstanceOfSatisfying(
            CommandFailedException.class, e -> assertThat(e.errorTail()).isEmpty());
    assertThat(file).hasContent("err\n");
    assertThat(Files.size(file)).isEqualTo(4);
  }

  @Test
  void whatWasCapturedIsComparedByItsBytesAndShownInShort() throws Exception {
    Command command = Scripts.sh("echo out; echo err >&2; exit 3").success(3);
    Output output = command.capture();
    assertThat(output).isEqualTo(command.capture()).hasSameHashCodeAs(command.capture());
    assertThat(output).hasToString("exited with code 3; stdout \"out\\n\", stderr \"err\\n\"");
    assertThat(output).isNotEqualTo(Scripts.sh("echo out; exit 3").success(3).capture());
    assertThat(output)
        .isNotEqualTo(Scripts.sh("echo Out; echo err >&2; exit 3").success(3).capture());
    Output much = Scripts.sh("head -c 1000000 /dev/zero").capture();
    assertThat(much).hasToString("exited with code 0; stdout 1000000 bytes, stderr \"\"");
  }

  @Test
  void outputThatGoesElsewhereIsNotThereToBeRead() {
    Path file = folder.resolve("out");
    Command command = Scripts.sh("echo out").stdout(Redirect.to(file));
    Command merged = Scripts.sh("echo out").stdout(Redirect.sameAs(2));
    assertThatThrownBy(command::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it goes elsewhere, \"to " + file + "\"; leave stdout(…) out");
    assertThatThrownBy(command::readBytes).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(merged::read).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(Command.of("true").pipeTo(command)::read)
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void outputThatGoesElsewhereGoesThereAndTheErrorIsStillCaptured() throws Exception {
    Path file = folder.resolve("out");
    Command command = Scripts.sh("cat; echo err >&2; exit 3").stdout(Redirect.to(file));
    assertThatThrownBy(command.input("in\n")::capture).hasMessageEndingWith("code 3: err");
    assertThat(file).hasContent("in\n");
    Output output = Command.of("echo", "piped").pipeTo(command.anyExit()).capture();
    assertThat(file).hasContent("piped\n");
    assertThat(output.stdout()).isEmpty();
    assertThat(output.errorText()).isEqualTo("err\n");
  }

  @Test
  void outputThatComesToUsAnyhowIsRead() throws Exception {
    Command command = Scripts.sh("echo out");
    assertThat(command.piped().read()).isEqualTo("out");
    assertThat(command.stdout(Redirect.pipeFromChild()).read()).isEqualTo("out");
    assertThat(command.terminal().read()).isEqualTo("out");
    assertThat(command.stdout(Redirect.inherit()).read()).isEqualTo("out");
  }

  /** Nobody has our side of that pipe while it runs: it would wait for ever. */
  @Test
  @Timeout(20)
  void aPipeToItsInputThatNobodyCanWriteToIsAtItsEnd() throws Exception {
    Command cat = Command.of("cat").stdin(Redirect.pipe());
    assertThat(cat.read()).isEmpty();
    assertThat(cat.piped().read()).isEmpty();
    assertThat(cat.run().isZero()).isTrue();
    assertThat(cat.pipeTo(Command.of("wc", "-c")).read()).isEqualTo("0");
    assertThat(cat.pipeTo(Command.of("wc", "-c").stdout(Redirect.nothing())).run().isZero())
        .isTrue();
  }

  /** It would fill, and the program wait for ever. */
  @Test
  void aPipeThatNobodyWouldReadIsRefused() {
    Command yes = Command.of("yes");
    for (ThrowingCallable run :
        List.<ThrowingCallable>of(
            yes.piped()::run,
            yes.stderr(Redirect.pipe())::capture,
            yes.fd(5, Redirect.pipeFromChild())::read,
            yes.pipeTo(yes.piped())::run,
            yes.stderr(Redirect.pipe()).pipeTo(yes)::run)) {
      assertThatThrownBy(run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is a pipe that no code would read");
    }
  }

  private static String firstLine(Pipe pipe) throws IOException {
    var bytes = java.nio.ByteBuffer.allocate(100);
    pipe.reader().read(bytes);
    return new String(bytes.array(), 0, bytes.position(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
