package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file is one idea: half of the sources are shorter than 150 lines, none is longer than 500. */
class FileLengthTest {
  private static final int LONGEST = 500;
  private static final int MEDIAN = 150;

  @Test
  void sourcesOfAllModulesAreShort() throws IOException {
    Map<Path, Integer> lengths = new TreeMap<>();
    try (Stream<Path> modules = Files.list(root())) {
      for (Path module : modules.map(module -> module.resolve("src/main")).toList()) {
        if (Files.isDirectory(module)) {
          addSources(module, lengths);
        }
      }
    }
    assertThat(lengths).hasSizeGreaterThan(10);
    assertThat(lengths)
        .allSatisfy((file, lines) ->
            assertThat(lines).as("lines of %s", file).isLessThanOrEqualTo(LONGEST));
    List<Integer> sorted = new ArrayList<>(lengths.values());
    sorted.sort(null);
    assertThat(sorted.get(sorted.size() / 2)).as("median of %s", sorted).isLessThan(MEDIAN);
  }

  /** The project's folder: tests run in the folder of their module. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("core")) ? here : here.getParent();
  }

  private static void addSources(Path folder, Map<Path, Integer> lengths) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> lengths.put(file, lines(file)));
    }
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
