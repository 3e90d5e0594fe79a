package io.standpipe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "run                            | no program given; see standpipe run --help",
        "run --                         | no program given",
        "run -- :: cat                  | no program before the first ::",
        "run -- cat ::                  | no program after the last ::",
        "run -- ::                      | no program before the first ::",
        "run -- a :: :: b               | no program between two ::",
        "link -- :: cat                 | no program before the first ::",
        "link -- cat                    | 2 programs with :: between them expected, not 1",
        "link -- a :: b :: c            | 2 programs with :: between them expected, not 3",
        "link --framing x -- a :: b     | lines, crlf, nul, netstring, content-length, ndjson,"
            + " fixed:SIZE",
        "link --framing fixed:0 a :: b  | a size from 1 to 536870912 expected: 0",
        "link --framing length:3be a    | length:4native or delimiter:TEXT expected: length:3be",
        "link --framing lines a :: b    | --framing without --transcript or --log",
        "talk                           | no program given; see standpipe talk --help",
        "talk a :: b                    | one program expected, not 2",
        "talk --buffering x a           | as-is, stdbuf, switch, terminal, auto expected: x",
        "fifo serve                     | Missing required parameter: 'PATH'",
        "fifo serve q                   | no program given; see standpipe fifo serve --help",
        "fifo serve q a -x              | Unknown option: '-x'",
        "run --nosuch                   | Unknown option: '--nosuch'",
        "run --timeout                  | Missing required parameter for option '--timeout'",
        "run --timeout soon true        | a time such as 2, 2s, 500ms, 1m30s or 1h expected: soon",
        "run --timeout 0 true           | a time longer than 0 expected: 0",
        "run --timeout -1 true          | a time such as 2",
        "run --timeout 999999999h true  | 292 years at most expected",
        "nosuch                         | standpipe: there is no command nosuch; see standpipe"
            + " --help",
        "fifo nosuch                    | there is no command nosuch; see standpipe fifo --help",
        "--nosuch                       | Unknown option: '--nosuch'",
        "fifo create                    | Missing required parameter: 'PATH'",
        "fifo create --mode 888 q       | an octal mode from 0 to 777 expected: 888",
        "fifo create --mode 1777 q      | an octal mode from 0 to 777 expected: 1777",
        "doctor --watch --watch         | an option stands there twice; see",
        "doctor --pid x                 | for option '--pid' (N): the number of a process expected: x",
        "doctor --pid 0                 | the number of a process expected: 0",
        "doctor --serve 65536           | a port from 0 to 65535 expected: 65536",
        "doctor --json --dot            | --json, --dot are mutually exclusive",
        "doctor --watch --serve 0       | are mutually exclusive",
        "doctor --interval 0 --watch    | a time longer than 0 expected: 0",
        "fifo rm                        | Missing required parameter: 'PATH'",
        "fifo create a b                | there is no place for b; see standpipe fifo create",
        "fifo ls a b c                  | there is no place for b c; see standpipe fifo ls",
        "doctor x                       | there is no place for x; see standpipe doctor",
        "completion bash                | there is no place for bash; see standpipe completion",
        "doctor --interval 1s           | --interval without --watch or --serve",
        "doctor --json --interval 1s    | --interval without --watch or --serve",
        "doctor --json --show-text      | --show-text without --serve",
      })
  void aMistakeIsOneLineWithAHintAtTheHelp(String words, String line) {
    StandpipeRunner.call(words.split(" +")).exits(2).prints("").saysOneLine(line, "--help");
  }

  @Test
  void anEmptyPathIsAMistake() {
    StandpipeRunner.call("fifo", "read", "")
        .exits(2)
        .saysOneLine("for PATH: a path expected: it is empty");
  }

  @Test
  void aMistakeWithANewlineInItIsStillOneLine() {
    StandpipeRunner.call("a\nb\033[31m").exits(2).saysOneLine("there is no command a\\nb\\x1b[31m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "link",
        "talk",
        "fifo",
        "fifo create",
        "fifo rm",
        "fifo ls",
        "fifo read",
        "fifo write",
        "fifo serve",
        "fifo call",
        "doctor",
        "completion"
      })
  void everyCommandHasHelpWithAnExample(String command) {
    var result = StandpipeRunner.call((command + " --help").strip().split(" "));

    result.exits(0).saysNothing();
    assertThat(result.out())
        .contains("Usage: standpipe " + command)
        .containsPattern("Examples:\n(.*\n)*.*standpipe " + command)
        .doesNotContain("\033");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void withoutACommandTheHelpIsShownAsAnError() {
    var result = StandpipeRunner.call("fifo");

    result.exits(2).prints("");
    assertThat(result.err()).contains("Usage: standpipe fifo", "Commands:");
  }

  @Test
  void theVersionIsShown() {
    assertThat(StandpipeRunner.call("--version").exits(0).out()).startsWith("standpipe ");
  }
}
