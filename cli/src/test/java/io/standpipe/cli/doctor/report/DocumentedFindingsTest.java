package io.standpipe.cli.doctor.report;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.doctor.ShellScene;
import io.standpipe.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reports that {@code docs/doctor.md} shows are what the doctor prints. */
class DocumentedFindingsTest {
  private static final Path PAGE = Path.of("..", "docs", "doctor.md");

  /** A section about a finding: its name, shell lines, and the doctor's report. */
  private static final Pattern SECTION =
      Pattern.compile(
          "\n## (\\w+)\n(?:(?!\n## ).)*?\n```sh\n(.*?)```\n\n```console\n\\$ standpipe doctor\n(.*?)```",
          Pattern.DOTALL);

  private static final String TREES = "Which programs are connected:\n\n";

  @TempDir private Path folder;

  record Example(String finding, String lines, String report) {
    @Override
    public String toString() {
      return finding;
    }
  }

  static List<Example> examples() throws IOException {
    return SECTION
        .matcher(Files.readString(PAGE))
        .results()
        .map(m -> new Example(m.group(1), m.group(2), m.group(3)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isWhatTheDoctorSays(Example example) throws Exception {
    String expected = masked(example.report);
    // In the page, the shell is the reader's interactive one, which keeps running.
    try (ShellScene scene = ShellScene.of(folder, example.lines + "exec sleep 9999")) {
      String seen = masked(scene.awaitReport(report -> masked(report).equals(expected)));

      assertThat(seen).isEqualTo(expected);
    }
  }

  @Test
  void everyKindOfFindingHasItsSection() throws Exception {
    assertThat(examples().stream().map(Example::finding))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Finding.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
  }

  /** Sorts the trees, because their order by pid depends on the order in which a shell forks. */
  private static String sorted(String report) {
    int trees = report.indexOf(TREES);
    return trees < 0
        ? report
        : report.substring(0, trees)
            + TREES
            + Pattern.compile("(?m)^(?=PID)")
                .splitAsStream(report.substring(trees + TREES.length()) + "\n")
                .sorted()
                .collect(joining());
  }

  /** Masks what differs each time: pids, pipe numbers, times, and counts of other processes. */
  private String masked(String report) {
    String masked =
        report
            .replace(folder.toString(), "/tmp/demo")
            .replaceAll("\\b\\d+ \\(", "PID (")
            .replaceAll("pipe:\\[\\d+\\]", "pipe:[N]")
            .replaceAll("for \\d\\w* now", "for T now")
            .replaceAll("take \\d+ pages; above \\d+", "take N pages; above N")
            .replaceAll(
                "1 pipe is smaller than usual:|\\d+ pipes are smaller than usual, such as",
                "N pipes are smaller than usual, such as")
            .replaceAll("\\d+ of 65536 bytes", "N of 65536 bytes")
            .replaceAll("ran a moment ago|runs", "RUNS")
            .replaceAll("(No fault was found): .*", "$1.")
            .replaceAll("(?m)^Not (shown|seen): .*\n", "")
            .strip();
    return sorted(masked);
  }
}
