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
      nobody flushes:
      Child B of A got arg: spam
        deadlock: each waits for the other
        parent A waits for child B: it reads descriptor 0, pipe:[…], which is empty, and only child B can write to it
        child B waits for parent A: it sleeps in read(0) on pipe:[…], which is empty, and only parent A can write to it
        HELD bytes from parent A lie unflushed in its own buffer
      only the parent flushes:
      Child C of A got arg: spam
        deadlock: each waits for the other
        parent A waits for child C: it reads descriptor 0, pipe:[…], which is empty, and only child C can write to it
        child C waits for parent A: it sleeps in read(0) on pipe:[…], which is empty, and only parent A can write to it
        parent A has nothing unflushed, and child C has read it all: the answer lies in the child's own buffer, where it cannot be seen from here
      Child D of A got arg: spam
      cure 1, both flush by hand: works; Parent got: "Child D got: [Hello 2 from parent A]"
      Child E of A got arg: spam
      cure 2, an unbuffered child (python3 -u): works; Parent got: "Child E got: [Hello 2 from parent A]"
      Child F of A got arg: spam
      cure 3, no buffer here, a line buffer there: works; Parent got: "Child F got: [Hello 2 from parent A]"
      Child G of A got arg: spam
      cure 4, the child as it was, on a pseudo-terminal: works; Parent got: "Child G got: [Hello 2 from parent A]"
      """;

  @Test
  void tellsWhoWaitsForWhomAndOnWhatAndThatEachCureWorks() throws Exception {
    try (Run run = Run.start(Deadlock.class, "--deadline", "0.5")) {
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(0));
      assertThat(run.lines()).isEmpty();

      // On a loaded machine a child may not have come to its read when the first limit passes.
      String told =
          run.errors().stream()
              .filter(line -> !line.contains("no deadlock yet"))
              .collect(Collectors.joining("\n", "", "\n"));
      String hello = "Hello 1 from parent " + run.pid() + "\n";
      assertThat(masked(told, run.pid()))
          .isEqualTo(STORY.replace("HELD", Integer.toString(hello.length())));
    }
  }

  @Test
  void waitsOnWhileTheChildIsOnlySlow() throws Exception {
    try (Run run = Run.start(SlowAnswer.class)) {
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(0));
      String told = String.join("\n", run.errors());
      assertThat(masked(told, run.pid()))
          .contains("it is empty, and a writer is still there; no deadlock yet: child B sleeps in")
          .endsWith("Child B got: [Hello]");
    }
  }

  /** Pids by letters in the order of their appearance, the parent's being A. */
  private static String masked(String text, long parent) {
    Map<String, String> letters = new HashMap<>(Map.of(Long.toString(parent), "A"));
    return PID.matcher(text)
        .replaceAll(pid ->
            letters.computeIfAbsent(pid.group(), _ -> Character.toString('A' + letters.size())))
        .replaceAll("pipe:\\[[0-9]+\\]", "pipe:[…]");
  }
}
