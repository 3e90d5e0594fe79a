package io.standpipe.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.ExitStatus.Exited;
import io.standpipe.ExitStatus.Signaled;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.StopPolicy;
import io.standpipe.Terminal;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.conversation.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command reacts to signals as shells, timeout(1) and {@code docker stop} do. Each program says
 * which signals it gets.
 */
@Tag("pitfall-38")
@Tag("slow")
class SignalsTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final String CTRL_C = "\003";
  private static final String CTRL_Z = "\032";
  private static final Signaled BY_SIGINT = new Signaled(Signal.INT, false);

  /** Says what it hears, and goes on. */
  private static final String STUBBORN =
      """
      import os, signal, sys
      def heard(n, _):
          os.write(1, b"heard %d\\n" % n)
      for n in 1, 2, 15:
          signal.signal(n, heard)
      os.write(1, b"ready\\n")
      while True:
          signal.pause()
      """;

  /** Needs some time to clean up, says whether it had that, and exits with a code. */
  private static final String TIDY =
      """
      import os, signal, sys, time
      def tidy(n, _):
          signal.signal(15, lambda *_: os._exit(66))
          os.write(1, b"heard %d\\n" % n)
          time.sleep(float(sys.argv[1]))
          os.write(1, b"tidy\\n")
          os._exit(int(sys.argv[2]))
      for n in 1, 2, 15:
          signal.signal(n, tidy)
      os.write(1, b"ready\\n")
      while True:
          signal.pause()
      """;

  private Child child;
  private Conversation out;

  private void start(Command command) throws IOException {
    child = command.start();
    out = Conversation.with(child, ConversationOptions.lines().limit(LIMIT));
  }

  /** In a shell on a terminal, which runs {@code script}; {@code "$@"} is the command. */
  private void startOnTerminal(String script, String... words) throws IOException {
    Stream<String> shell = Stream.of("bash", "-c", script, "bash");
    Stream<String> command = StandpipeRunner.command(words).words().stream();
    child =
        Command.of(Stream.concat(shell, command).toList())
            .terminal(Terminal.cooked().echo(false))
            .start();
    out = Conversation.with(child.terminal(), ConversationOptions.lines().limit(LIMIT));
  }

  /** Without a terminal. */
  private void startInPipes(String... words) throws IOException {
    start(StandpipeRunner.command(words).stdout(Redirect.pipe()).stdin(Redirect.pipe()));
  }

  @AfterEach
  void stop() {
    if (child == null) {
      return;
    }
    out.close();
    child.stop(StopPolicy.killAtOnce());
    child.close();
  }

  private void says(String text) throws IOException {
    out.expect(text);
  }

  private String rest() throws IOException {
    return out.expect(Expected.end()).before();
  }

  private ExitStatus end() throws InterruptedException {
    return child.await(LIMIT).orElseThrow(() -> new AssertionError("it still runs"));
  }

  @Test
  void afterCtrlCAProgramHasItsTimeAndTheLoopAroundTheCommandEnds() throws Exception {
    startOnTerminal(
        "while :; do \"$@\"; echo again; done", "run", "--", "python3", "-Ic", TIDY, "1", "0");
    says("ready");
    out.write(CTRL_C);
    says("heard 2");
    assertThat(rest()).contains("tidy").doesNotContain("again");
    assertThat(end()).isEqualTo(BY_SIGINT);
  }

  @Test
  void aSecondCtrlCHurriesAndAThirdKills() throws Exception {
    startOnTerminal("exec \"$@\"", "run", "--", "python3", "-Ic", STUBBORN);
    says("ready");
    out.write(CTRL_C);
    says("heard 2");
    awaitTaken();
    out.write(CTRL_C);
    says("heard 15");
    awaitTaken();
    out.write(CTRL_C);
    assertThat(end()).isEqualTo(BY_SIGINT);
  }

  /**
   * Waits until the command has taken the SIGINT: one that is still pending when the next one comes
   * makes the kernel drop that.
   */
  private void awaitTaken() throws IOException {
    Path status = Path.of("/proc", Long.toString(child.pid()), "status");
    long end = System.nanoTime() + LIMIT.toNanos();
    while (Files.readString(status).lines().anyMatch(SignalsTest::isPendingInt)) {
      assertThat(System.nanoTime() - end).as("SIGINT is taken").isNegative();
      Thread.onSpinWait();
    }
  }

  private static boolean isPendingInt(String line) {
    long bit = 1L << (Signal.INT.number() - 1);
    return line.startsWith("ShdPnd:")
        && (Long.parseUnsignedLong(line.substring("ShdPnd:".length()).strip(), 16) & bit) != 0;
  }

  @Test
  void ctrlZStopsItAndFgContinues() throws Exception {
    String program = "echo ready; read word; echo \"got $word\"";
    startOnTerminal(
        "set -m; \"$@\"; echo stopped; fg >/dev/null", "run", "--", "sh", "-c", program);
    says("ready");
    out.write(CTRL_Z);
    says("stopped");
    out.write("more\n");
    says("got more");
    assertThat(end()).isEqualTo(new Exited(0));
  }

  @ParameterizedTest
  @CsvSource({"1", "15"})
  void aSignalIsPassedOnOnceAndTheProgramsOwnCodeCounts(int signal) throws Exception {
    startInPipes("run", "--", "python3", "-Ic", TIDY, "0.3", "7");
    says("ready");
    child.signal(new Signal(signal));
    says("heard " + signal);
    child.signal(new Signal(signal));
    assertThat(rest()).contains("tidy");
    assertThat(end()).isEqualTo(new Exited(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "link", "talk"})
  void whatStillRunsAfterTheGraceIsKilled(String verb) throws Exception {
    String program = verb.equals("link") ? STUBBORN.replace("write(1", "write(2") : STUBBORN;
    String[] words =
        verb.equals("link")
            ? new String[] {
              verb, "--grace", "300ms", "--", "python3", "-Ic", program, "::", "sleep", "1000"
            }
            : new String[] {verb, "--grace", "300ms", "--", "python3", "-Ic", program};
    Command command = StandpipeRunner.command(words).stdin(Redirect.pipe()).stdout(Redirect.pipe());
    start(verb.equals("link") ? command.stderr(Redirect.sameAs(1)) : command);
    says("ready");
    child.signal(Signal.TERM);
    says("heard 15");
    assertThat(end()).isEqualTo(new Signaled(Signal.TERM, false));
  }

  @Test
  void theGraceCountsAtTheTimeLimitToo() throws Exception {
    startInPipes("run", "--timeout", "2s", "--grace", "300ms", "--", "python3", "-Ic", STUBBORN);
    says("heard 15");
    assertThat(end()).isEqualTo(new Exited(124));
  }

  @Test
  void aProgramWithoutTheTerminalGetsSigintFromTheCommand() throws Exception {
    startInPipes("run", "--", "python3", "-Ic", TIDY, "0", "0");
    says("ready");
    child.signal(Signal.INT);
    assertThat(rest()).contains("heard 2", "tidy");
    assertThat(end()).isEqualTo(BY_SIGINT);
  }

  @Test
  void theHelpSaysSo() {
    for (String verb : new String[] {"run", "link", "talk"}) {
      StandpipeRunner.Result help = StandpipeRunner.call(verb, "--help");
      assertThat(help.out().replaceAll("\\s+", " "))
          .contains("--grace", "SIGTERM and SIGHUP are passed on once", "Ctrl-C");
    }
  }
}
