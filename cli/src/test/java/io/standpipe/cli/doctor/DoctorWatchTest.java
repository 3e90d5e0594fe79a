package io.standpipe.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.cli.output.ExitCode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class DoctorWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir private Path folder;

  private static Command watch(long pid) {
    return StandpipeRunner.command(
            "doctor", "--watch", "--interval", "100ms", "--pid", Long.toString(pid))
        .stderr(Redirect.nothing());
  }

  private static BufferedReader lines(Child child) {
    return new BufferedReader(
        new InputStreamReader(child.stdout().inputStream(), StandardCharsets.UTF_8));
  }

  private static void awaitLine(BufferedReader lines, String pattern) throws Exception {
    var seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.append(line).append('\n');
      if (line.matches(pattern)) {
        return;
      }
    }
    throw new AssertionError("it ended without a line like " + pattern + ": " + seen);
  }

  @Test
  void whatComesAndGoesIsALineWhereThereIsNoTerminal() throws Exception {
    String script = "mkfifo go q; read x <go; read x <q; exec sleep 1000";
    try (ShellScene scene = ShellScene.of(folder, script);
        Child child = watch(scene.pid()).stdout(Redirect.pipe()).start();
        var lines = lines(child)) {
      awaitLine(
          lines, "..:..:.. information: \\d+ \\(sh .*\\) waits in its opening of fifo .*/go: .*");
      Files.writeString(folder.resolve("go"), "x\n");
      awaitLine(lines, "..:..:.. gone: .*/go: .*");
      awaitLine(lines, "..:..:.. information: .*/q: .*");
      Files.writeString(folder.resolve("q"), "x\n");
      awaitLine(lines, "..:..:.. gone: .*/q: .*");

      child.signal(Signal.INT);

      assertThat(child.await(LIMIT)).contains(new ExitStatus.Exited(130));
    }
  }

  @Test
  void onATerminalEachLookTakesThePlaceOfTheOneBefore() throws Exception {
    try (ShellScene scene = ShellScene.ring(folder, 2);
        Child child = watch(scene.pid()).terminal().start();
        var lines = lines(child)) {
      awaitLine(lines, "\033\\[HEvery 100ms until Ctrl-C\\. Last look at ..:..:..\\.\033\\[K");
      awaitLine(lines, ".*deadlock, likely: 2 processes wait for each other.*\033\\[K");
      awaitLine(lines, "\033\\[J\033\\[HEvery 100ms.*");

      child.signal(Signal.INT);

      assertThat(child.await(LIMIT)).contains(new ExitStatus.Exited(130));
    }
  }

  @Test
  void itEndsWhenItsLinesAreNotRead() throws Exception {
    String script = "mkfifo go q; read x <go; exec cat <q";
    try (ShellScene scene = ShellScene.of(folder, script);
        Child child = watch(scene.pid()).stdout(Redirect.pipe()).start()) {
      awaitLine(lines(child), ".* information: .*/go: .*");
      child.stdout().close();
      Files.writeString(folder.resolve("go"), "x\n");

      assertThat(child.await(LIMIT)).contains(new ExitStatus.Exited(ExitCode.READER_GONE));
    }
  }
}
