package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources of all modules keep to: short files, one room that reads /proc, plain prose. */
class SourcesTest {
  private static final int LONGEST = 400;
  private static final int NINE_IN_TEN = 200;
  private static final int MEDIAN = 80;

  private static final Pattern PROC = Pattern.compile("\"[^\"]*/proc/");
  private static final Pattern PLURAL_PERSONS = Pattern.compile("(?i)\\b(whoever|somebody)\\b");
  private static final Pattern THE_SAME = Pattern.compile("(?m)^ *(/\\*\\*|\\*) The same\\b");

  /** Files outside internal.proc that name a path of /proc, each with its reason. */
  private static final Map<String, String> NAME_PROC =
      Map.of(
          "End.java", "a message names the limit of a pipe's size",
          "PtyChannel.java", "a message names the limit of terminals",
          "SelfCommand.java", "a message names what could not be read",
          "FileWatch.java",
              "inotify watches the file behind a descriptor; the room lies below proc");

  @Test
  void filesAreShort() {
    List<Integer> main = sources("src/main").values().stream().map(SourcesTest::lines).toList();
    List<Integer> sorted = main.stream().sorted().toList();
    assertThat(sorted).hasSizeGreaterThan(100);
    assertThat(sorted.get(sorted.size() / 2)).as("median").isLessThanOrEqualTo(MEDIAN);
    assertThat(sorted.get(sorted.size() * 9 / 10)).as("90 %").isLessThanOrEqualTo(NINE_IN_TEN);
    assertThat(sources("src").entrySet())
        .filteredOn(source -> lines(source.getValue()) > LONGEST)
        .extracting(Map.Entry::getKey)
        .isEmpty();
  }

  @Test
  void onlyOneRoomReadsProc() {
    assertThat(sources("src/main").entrySet())
        .filteredOn(source -> source.getKey().startsWith(root().resolve("core")))
        .filteredOn(source -> !source.getKey().toString().contains("/internal/proc/"))
        .filteredOn(source -> PROC.matcher(source.getValue()).find())
        .extracting(source -> source.getKey().getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(NAME_PROC.keySet());
  }

  @Test
  void proseSaysWhatDoesSomething() {
    assertThat(sources("src/main").entrySet())
        .filteredOn(source ->
            THE_SAME.matcher(source.getValue()).find()
                || PLURAL_PERSONS.matcher(source.getValue()).find())
        .extracting(Map.Entry::getKey)
        .isEmpty();
  }

  private static int lines(String text) {
    return (int) text.lines().count();
  }

  private static Map<Path, String> sources(String below) {
    Map<Path, String> sources = new TreeMap<>();
    try (Stream<Path> modules = Files.list(root())) {
      for (Path module : modules.map(module -> module.resolve(below)).toList()) {
        if (Files.isDirectory(module)) {
          addSources(module, sources);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  /** The project's folder: tests run in the folder of their module. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("core")) ? here : here.getParent();
  }

  private static void addSources(Path folder, Map<Path, String> sources) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        sources.put(file, Files.readString(file));
      }
    }
  }
}
