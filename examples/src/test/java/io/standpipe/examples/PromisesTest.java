package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that what the pages promise is listed in docs/reliability.md with a test that attacks it.
 */
class PromisesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern ABSOLUTE =
      Pattern.compile("(?i)\\b(every|everything|never|nothing|all|always|none|no)\\b");

  private static final Pattern UNIVERSAL =
      Pattern.compile("(?i)\\b(every|everything|never|nothing|all|always)\\b");

  private static final Pattern CODE_BLOCK = Pattern.compile("```.*?```|<!--.*?-->", Pattern.DOTALL);

  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  private static final char NO_BREAK = '\u00a0';

  private static final Pattern PARAGRAPH = Pattern.compile("\n\\s*\n|\n(?=[|#-])");

  /** Ends after a full stop, a colon or a semicolon that something new follows. */
  private static final Pattern SENTENCE = Pattern.compile("(?<=[.:;])\\s+(?=[A-Z`*(\\[])");

  private static final Pattern QUOTE = Pattern.compile("\"([^\"]{10,})\"");

  private static final Pattern TEST = Pattern.compile("`\\w+(?:Test|IT)\\.\\w+`");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "SECURITY.md",
        "docs/doctor.md",
        "docs/coming-from-python.md",
        "docs/kafka.md",
        "docs/kafka-operations.md",
        "docs/kafka-compared.md",
        "docs/recipes/run-a-program.md"
      })
  void anAbsoluteWordStandsOnlyWhereATestAttacksIt(String page) throws Exception {
    List<String> quotes =
        QUOTE.matcher(plain(text("docs/reliability.md"))).results().map(q -> q.group(1)).toList();

    assertThat(absoluteSentences(text(page)))
        .filteredOn(sentence -> quotes.stream().noneMatch(sentence::contains))
        .as("what %s promises and docs/reliability.md does not quote", page)
        .isEmpty();
  }

  /** Their code is tested; their prose describes, and says no more than that. */
  @Test
  void theOtherRecipesUseNoSuchWord() throws Exception {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/recipes"))) {
      for (Path page : pages.filter(p -> !p.endsWith("run-a-program.md")).toList()) {
        assertThat(absoluteSentences(Files.readString(page)))
            .as("of %s", page.getFileName())
            .filteredOn(sentence -> UNIVERSAL.matcher(sentence).find())
            .isEmpty();
      }
    }
  }

  @Test
  void everySectionOfTheGotchasNamesItsTests() throws Exception {
    List<String> sections = List.of(text("docs/gotchas.md").split("(?m)^(?=## \\d+\\. )"));

    assertThat(sections).hasSizeGreaterThan(50);
    assertThat(sections.subList(1, sections.size()))
        .filteredOn(section -> !TEST.matcher(section).find())
        .isEmpty();
  }

  @Test
  void everyPromiseNamesItsTests() throws Exception {
    List<String> rows =
        text("docs/reliability.md")
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| promise"))
            .toList();

    assertThat(rows).hasSizeGreaterThan(70);
    assertThat(rows).allMatch(row -> TEST.matcher(row).find());
  }

  @Test
  void anAbsoluteWordIsFoundInProseAndNotInCode() {
    String page =
        """
        A wait may end. It never hangs;
        `all()` is code: no.

        ```sh
        never
        ```
        - Nothing **is** lost.
        """;

    assertThat(absoluteSentences(page))
        .containsExactly("It never hangs;", "all() is code: no.", "- Nothing is lost.");
  }

  private static List<String> absoluteSentences(String page) {
    String prose = CODE_BLOCK.matcher(page).replaceAll("");
    return Stream.of(PARAGRAPH.split(CODE.matcher(prose).replaceAll(PromisesTest::unsplit)))
        .flatMap(paragraph -> SENTENCE.splitAsStream(paragraph.replaceAll("\\s+", " ").strip()))
        .filter(sentence -> ABSOLUTE.matcher(sentence.replaceAll("`[^`]*`", "")).find())
        .map(PromisesTest::plain)
        .toList();
  }

  /** A sentence does not end within code. */
  private static String unsplit(MatchResult code) {
    return Matcher.quoteReplacement(code.group().replace(' ', NO_BREAK));
  }

  /** Without markup and line ends. */
  private static String plain(String text) {
    return text.replace(NO_BREAK, ' ')
        .replaceAll("[`*]", "")
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .replaceAll("\\s+", " ");
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
