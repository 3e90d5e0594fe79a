package io.standpipe.bench;

import static io.standpipe.bench.Fixtures.ran;
import static io.standpipe.bench.Fixtures.section;
import static io.standpipe.bench.Fixtures.work;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
  private static final Section MET = section(Scale.FULL, work(), ran(100), ran(50), ran(100));
  private static final Section MISSED = section(Scale.FULL, work(), ran(100), ran(80), ran(100));

  @TempDir private Path folder;
  private Path file;
  private ResultsFile results;

  @BeforeEach
  void make() {
    file = folder.resolve("RESULTS.md");
    results = new ResultsFile(file, List.of("push", "pull"));
  }

  @Test
  void theFirstOneIsWrittenWithItsCircumstances() throws IOException {
    results.put("pull", "Pulling; on a Tuesday.", List.of(MET));

    assertThat(file).content().startsWith("# Results\n").contains("Targets met: 1. Missed: 0.\n");
    assertThat(file)
        .content()
        .endsWith("\n## pull\n\nPulling; on a Tuesday.\n\n" + MarkdownTable.of(MET));
  }

  @Test
  void aNewMeasurementReplacesItsOwnSectionAndKeepsTheOthers() throws IOException {
    results.put("pull", "Pulling.", List.of(MET));
    results.put("push", "Pushing, first.", List.of(MET));
    String before = Files.readString(file);
    results.put("push", "Pushing, again.", List.of(MISSED, MET));

    assertThat(file).content().contains("Pulling.", "Pushing, again.").doesNotContain("first");
    assertThat(file).content().containsSubsequence("## push", "## pull");

    results.put("push", "Pushing, first.", List.of(MET));
    assertThat(file).content().isEqualTo(before);
  }

  @Test
  void missedTargetsAreListedAtTheTop() throws IOException {
    results.put("push", "Pushing.", List.of(MET, MISSED));
    results.put("pull", "Pulling.", List.of(MET));

    assertThat(file)
        .content()
        .contains(
            "Targets met: 2. Missed: 1:\n\n- push: peer: 80 1.25 [1.25 … 1.25], target ≥ 2.00");
  }

  @Test
  void theHandWrittenReasonsStandOnceBetweenTheSummaryAndTheSections() throws IOException {
    String reasons = "## Why targets are missed\n\n### push\n\nIt is heavy.\n";
    Files.writeString(folder.resolve("missed-targets.md"), reasons);
    results.put("push", "Pushing, first.", List.of(MISSED));
    results.put("push", "Pushing, again.", List.of(MISSED));

    assertThat(file).content().containsOnlyOnce("## Why targets are missed");
    assertThat(file)
        .content()
        .contains("target ≥ 2.00\n\n" + reasons + "\n## push\n\nPushing, again.");
  }

  @Test
  void theReasonsInTheRepositoryAreThoseInItsResults() throws IOException {
    assertThat(Path.of("RESULTS.md"))
        .content()
        .contains(Files.readString(Path.of("missed-targets.md")));
  }
}
