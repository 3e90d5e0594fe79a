package io.standpipe.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The documentation and the sources jar that the build has made show every snippet. */
class DocumentationIT {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path SNIPPETS = Path.of("src/snippets/java");
  private static final Path PAGES = Path.of("target/reports/apidocs/io.standpipe");
  private static final Pattern SNIPPET =
      Pattern.compile("\\{@snippet file=\"(\\w+\\.java)\" region=\"(\\w+)\"}");

  /** A snippet that the documentation of a type names. */
  private record Example(Path source, String file, String region) {
    Path page() {
      return PAGES.resolve(SOURCES.relativize(source).toString().replaceFirst("\\.java$", ".html"));
    }

    String code() throws IOException {
      String text = Files.readString(SNIPPETS.resolve("io/standpipe/snippets").resolve(file));
      String begin = "// @start region=\"" + region + "\"\n";
      int start = text.indexOf(begin);
      assertThat(start).as(begin).isNotNegative();
      int end = text.indexOf("// @end", start);
      return text.substring(start + begin.length(), end).stripIndent().strip();
    }
  }

  @TestFactory
  Stream<DynamicTest> thePageOfATypeShowsItsExamples() throws IOException {
    return examples().stream()
        .map(example ->
            DynamicTest.dynamicTest(
                example.source().getFileName() + " " + example.region(),
                () -> assertThat(text(example.page())).contains(example.code())));
  }

  @Test
  void theSourcesJarContainsTheExamples() throws IOException {
    Path jar = Path.of(System.getProperty("standpipe.test.sourcesJar"));
    try (FileSystem sources = FileSystems.newFileSystem(jar)) {
      for (Path snippet : javaFiles(SNIPPETS)) {
        assertThat(sources.getPath(SNIPPETS.relativize(snippet).toString()))
            .hasSameTextualContentAs(snippet);
      }
    }
  }

  private static List<Example> examples() throws IOException {
    List<Example> all = javaFiles(SOURCES).stream().flatMap(DocumentationIT::examplesOf).toList();
    assertThat(all).isNotEmpty();
    return all;
  }

  private static Stream<Example> examplesOf(Path source) {
    try {
      List<MatchResult> found = SNIPPET.matcher(Files.readString(source)).results().toList();
      return found.stream().map(match -> new Example(source, match.group(1), match.group(2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** What a browser shows of a page. */
  private static String text(Path page) throws IOException {
    return Files.readString(page)
        .replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
