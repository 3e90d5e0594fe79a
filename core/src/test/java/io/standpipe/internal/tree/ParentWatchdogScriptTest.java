package io.standpipe.internal.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus.Signaled;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.StopPolicy;
import io.standpipe.children.Processes;
import io.standpipe.internal.proc.ProcessInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shell script that ends tied children, told what it might be told at the worst. */
@Tag("pitfall-11")
class ParentWatchdogScriptTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private Child program;

  @BeforeEach
  void start() throws IOException {
    program = Command.of("sleep", "1000").start();
  }

  @AfterEach
  void stop() {
    program.stop(StopPolicy.killAtOnce());
    program.close();
  }

  @Test
  void theProgramEndsWithTheLifeline() throws Exception {
    hear("+ %d %d 1 -\n".formatted(program.pid(), startTicks()));
    assertThat(program.await(LONG)).contains(new Signaled(Signal.TERM, false));
  }

  @Test
  @Tag("pitfall-3")
  void anotherProcessThatHasGotThePidSinceIsNotHurt() throws Exception {
    hear("+ %d %d 1 -\n".formatted(program.pid(), startTicks() - 1));
    assertThat(program.isAlive()).isTrue();
  }

  @Test
  void whoHasEndedIsForgottenUnlessThePidIsAnothersByNow() throws Exception {
    long pid = program.pid();
    hear("+ %d %d 1 -\n- %d %d\n".formatted(pid, startTicks(), pid, startTicks()));
    assertThat(program.isAlive()).isTrue();
    hear("+ %d %d 1 -\n- %d %d\n".formatted(pid, startTicks(), pid, startTicks() - 1));
    assertThat(program.await(LONG)).contains(new Signaled(Signal.TERM, false));
  }

  @Test
  void aGroupIsEndedThoughItsLeaderHasEndedAtTheSameMoment() throws Exception {
    try (Child leader = Command.shell("sleep 1000 >&- & echo $!; read x").piped().start()) {
      long start = ProcessInfo.of(leader.pid()).orElseThrow().startTicks();
      byte[] line = new byte[16];
      int n = leader.stdout().inputStream().read(line);
      long member = Long.parseLong(new String(line, 0, n, UTF_8).strip());
      leader.stdin().close();
      leader.await();
      hear("+ %d %d 1 -\n".formatted(leader.pid(), start));
      Processes.awaitGone(member);
    }
  }

  @Test
  void nonsenseAndNothingEndItAtOnce() throws Exception {
    hear("");
    hear("\n+\n- 1\n? 2 3\n- 99999999 1\n+ 99999998 1 1 -\n+ 99999997 1 0 /no/such/folder\n");
    assertThat(program.isAlive()).isTrue();
  }

  /** Tells it, cuts the lifeline, and waits until it has done what it does. */
  private static void hear(String lines) throws Exception {
    Command.of("/bin/sh", "-c", script(), "standpipe-watchdog")
        .input(lines)
        .stderr(Redirect.nothing())
        .anyExit()
        .timeout(LONG)
        .run();
  }

  private long startTicks() {
    return ProcessInfo.of(program.pid()).orElseThrow().startTicks();
  }

  private static String script() throws IOException {
    try (InputStream in = ParentWatchdog.class.getResourceAsStream("watchdog.sh")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
