package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.ExitStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pitfall-12")
class DeadlockTest {
  private static final Pattern PID = Pattern.compile("(?<=parent |[Cc]hild |of )[0-9]+");

  private static final String STORY =
      """
      neither side flushes:
      Child B of A got arg: spam
        deadlock: each waits for the other
        warning: deadlock, likely: 2 processes wait for each other; each waits to read what the other has not sent
          this process (which talks with child B) reads descriptor N, pipe:[…], empty: it waits for PYTHON
          PYTHON reads descriptor N, pipe:[…], empty: it waits for this process (which talks with child B)
          not proved: this process (which talks with child B): other code in this process may use these ends
          → Flush each message before waiting for the answer, in every one of them; or close the writing end where nothing more is to come.
        warning: this process (which talks with child B) has HELD unflushed bytes for descriptor N, and waits for input
          they are "Hello 1 from parent A\\n"
          → Let it flush after each message (fflush, flush=True, python3 -u), or start it with stdbuf -oL, or at a pseudo-terminal.
      only the parent flushes:
      Child C of A got arg: spam
        deadlock: each waits for the other
        warning: deadlock, likely: 2 processes wait for each other; each waits to read what the other has not sent
          this process (which talks with child C) reads descriptor N, pipe:[…], empty: it waits for PYTHON
          PYTHON reads descriptor N, pipe:[…], empty: it waits for this process (which talks with child C)
          not proved: this process (which talks with child C): other code in this process may use these ends
          → Flush each message before waiting for the answer, in every one of them; or close the writing end where nothing more is to come.
        nothing lies unflushed in this process, and the child has read it all: the answer lies in a buffer of the child's own, which cannot be looked into
      the same with sed, which buffers as programs in C do:
        deadlock: each waits for the other
        warning: deadlock, likely: 2 processes wait for each other; each waits to read what the other has not sent
          this process (which talks with child D) reads descriptor N, pipe:[…], empty: it waits for SED
          SED reads descriptor N, pipe:[…], empty: it waits for this process (which talks with child D)
          not proved: this process (which talks with child D): other code in this process may use these ends
          → Flush each message before waiting for the answer, in every one of them; or close the writing end where nothing more is to come.
        warning: SED has ANSWER unflushed bytes for descriptor N, and waits for input
          they are "Child got: [Hello 1 from parent A]\\n"
          → Let it flush after each message (fflush, flush=True, python3 -u), or start it with stdbuf -oL, or at a pseudo-terminal.
      Child E of A got arg: spam
      cure 1, both flush by hand: works; Parent got: "Child E got: [Hello 2 from parent A]"
      Child F of A got arg: spam
      cure 2, an unbuffered child (python3 -u): works; Parent got: "Child F got: [Hello 2 from parent A]"
      Child G of A got arg: spam
      cure 3, no buffer here, a line buffer there: works; Parent got: "Child G got: [Hello 2 from parent A]"
      Child H of A got arg: spam
      cure 4, the child as it was, on a pseudo-terminal: works; Parent got: "Child H got: [Hello 2 from parent A]"
      """;

  @Test
  @Tag("slow")
  void tellsWhoWaitsForWhomAndOnWhatAndThatEachCureWorks() throws Exception {
    // The doctor looks before a limit, at most for three quarters of it. A first look, on a busy
    // machine, takes a second.
    try (Run run = Run.start(Deadlock.class, "--deadline", "2")) {
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(0));
      assertThat(run.lines()).isEmpty();

      // On a loaded machine a child may not yet be in its read when the first limit passes.
      String told =
          run.errors().stream()
              .filter(line -> !line.contains("no deadlock yet"))
              .collect(Collectors.joining("\n", "", "\n"));
      String hello = "Hello 1 from parent " + run.pid() + "\n";
      assertThat(masked(told, run.pid()))
          .isEqualTo(
              STORY
                  .replace("HELD", Integer.toString(hello.length()))
                  .replace("ANSWER", Integer.toString(hello.length() + "Child got: []".length())));
    }
  }

  @Test
  void waitsOnWhileTheChildIsOnlySlow() throws Exception {
    try (Run run = Run.start(SlowAnswer.class)) {
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(0));
      String told = String.join("\n", run.errors());
      assertThat(masked(told, run.pid()))
          .contains("it is empty, and a writer is still there; no deadlock yet")
          .endsWith("Child B got: [Hello]");
    }
  }

  /** Replaces pids by letters in the order of their appearance; the parent's is A. */
  private static String masked(String text, long parent) {
    Map<String, String> letters = new HashMap<>(Map.of(Long.toString(parent), "A"));
    return PID.matcher(text)
        .replaceAll(pid ->
            letters.computeIfAbsent(pid.group(), _ -> Character.toString('A' + letters.size())))
        .replaceAll("pipe:\\[[0-9]+\\]", "pipe:[…]")
        .replaceAll("descriptor [0-9]+", "descriptor N")
        .replaceAll("[0-9]+ \\(python3 [^)]*\\)", "PYTHON")
        .replaceAll("[0-9]+ \\(sed [^)]*\\)", "SED")
        .replaceAll(", for [0-9][0-9a-z]* now", "");
  }
}
