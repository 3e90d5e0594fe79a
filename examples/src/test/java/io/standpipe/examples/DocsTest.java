package io.standpipe.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the documentation: tests compile and run its Java, and what it refers to exists. */
class DocsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** The comment before a block names the file and the region. */
  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- (\\S+)#(\\S+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);

  /** The comment before a script names its file. */
  private static final Pattern SCRIPT =
      Pattern.compile("<!-- (\\S+\\.py) -->\n```python\n(.*?)```", Pattern.DOTALL);

  /** A row of a table whose second column is Java. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| [^|]*\\| ([^|]*)\\|");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  static Stream<Path> pages() {
    return Stream.concat(Stream.of(ROOT.resolve("README.md")), tree(ROOT.resolve("docs")))
        .filter(file -> file.toString().endsWith(".md"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyBlockOfJavaIsARegionOfACompiledFile(Path page) throws Exception {
    for (MatchResult block : BLOCK.matcher(Files.readString(page)).results().toList()) {
      String code = block.group(3);
      assertThat(block.group(1)).as("the source of the block: %s", code).isNotNull();
      assertThat(code).isEqualTo(region(ROOT.resolve(block.group(1)), block.group(2)));
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aScriptThatNamesItsFileIsThatFile(Path page) throws Exception {
    for (MatchResult script : SCRIPT.matcher(Files.readString(page)).results().toList()) {
      assertThat(script.group(2)).isEqualTo(Files.readString(ROOT.resolve(script.group(1))));
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFile(Path page) throws Exception {
    for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
      assertThat(page.resolveSibling(link.group(1))).exists();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyTestThatIsNamedIsThere(Path page) throws Exception {
    for (MatchResult test : TEST.matcher(Files.readString(page)).results().toList()) {
      assertThat(sources(test.group(1) + ".java"))
          .as(test.group())
          .containsPattern("\\s" + test.group(2) + "\\(");
    }
  }

  @Test
  void everyPieceOfJavaInTheTablesForPythonUsersIsInTheirTest() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/coming-from-python.md"));
    String code =
        squeezed(
            sources("ComingFromPythonTest.java")
                + sources("Spawn.java")
                + sources("SpawnChild.java"));
    List<MatchResult> rows = ROW.matcher(page).results().toList();
    assertThat(rows).hasSizeGreaterThan(20);
    for (MatchResult row : rows) {
      CODE.matcher(row.group(1))
          .results()
          .forEach(piece -> assertThat(code).contains(squeezed(piece.group(1))));
    }
  }

  @Test
  void theVersionToDependOnIsThatOfTheBuild() throws Exception {
    String version = first(VERSION, Files.readString(ROOT.resolve("pom.xml")));

    assertThat(first(VERSION, Files.readString(ROOT.resolve("README.md")))).isEqualTo(version);
  }

  private static String first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().orElseThrow().group(1);
  }

  private static String region(Path file, String name) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int start = indexOf(lines, 0, "@start region=\"" + name + '"');
    int end = indexOf(lines, start, "@end");
    String code = String.join("\n", lines.subList(start + 1, end));
    return code.stripTrailing().stripIndent().strip() + "\n";
  }

  private static int indexOf(List<String> lines, int from, String text) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).contains("// " + text)) {
        return i;
      }
    }
    throw new AssertionError(text + " expected");
  }

  /** All sources of that name, concatenated. */
  private static String sources(String name) {
    return Stream.of("core", "kafka", "cli", "examples", "examples/kafka")
        .map(module -> ROOT.resolve(module).resolve("src"))
        .flatMap(DocsTest::tree)
        .filter(file -> file.endsWith(name))
        .map(DocsTest::text)
        .collect(joining("\n"));
  }

  private static Stream<Path> tree(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }
}
