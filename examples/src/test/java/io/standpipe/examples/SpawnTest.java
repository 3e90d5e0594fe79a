package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.ExitStatus;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpawnTest {
  @ParameterizedTest
  @ValueSource(strings = {"java", "python"})
  void parentAndChildReportTheDialogueInTheExactForms(String language) throws Exception {
    try (Run run = Run.start(Spawn.class, "--child", language, "--scale", "0.01")) {
      long parent = run.pid();

      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(0));
      assertThat(run.lines()).isEmpty();
      List<String> told = run.errors();
      long child = childOf(parent, told.getFirst());
      assertThat(child).isNotEqualTo(parent);
      assertThat(told)
          .containsExactly(
              "Child " + child + " of " + parent + " got arg: spam",
              said("Parent got: \"Child %d got: [Hello 1 from parent %d]\"", child, parent),
              said("Parent got: \"Child %d got: [Hello 2 from parent %d]\"", child, parent));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "python"})
  void childSleepsTwiceInEachRound(String language) throws Exception {
    long start = System.nanoTime();
    String[] options = {"--child", language, "--scale", "0.1", "--rounds", "1"};
    try (Run run = Run.start(Spawn.class, options)) {
      assertThat(run.end()).isEqualTo(new ExitStatus.Exited(0));
      assertThat(System.nanoTime() - start).isGreaterThan(600_000_000);
      assertThat(run.errors()).hasSize(2);
    }
  }

  private static String said(String form, long child, long parent) {
    return String.format(form, child, parent);
  }

  private static long childOf(long parent, String line) {
    Matcher matcher =
        Pattern.compile("Child ([0-9]+) of " + parent + " got arg: spam").matcher(line);
    assertThat(matcher.matches()).as(line).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
