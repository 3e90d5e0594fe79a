package io.standpipe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '|',
      value = {
        "run                            | no program given; see standpipe run --help",
        "run --                         | no program given",
        "run -- :: cat                  | no program before the first ::",
        "run -- cat ::                  | no program after the last ::",
        "run -- ::                      | no program before the first ::",
        "run -- a :: :: b               | no program between two ::",
        "link -- :: cat                 | no program before the first ::",
        "link -- cat                    | takes 2 programs with :: between them, not 1",
        "link -- a :: b :: c            | takes 2 programs with :: between them, not 3",
        "link --framing x -- a :: b     | lines, crlf, nul, netstring, length4, content-length, ndjson,"
            + " fixed:SIZE",
        "link --framing fixed:0 a :: b  | \"0\" is not a message size; write 1 to 536870912",
        "link --framing length:3be a    | \"length:3be\" is not a framing; write lines, crlf, ",
        "link --framing lines a :: b    | --framing has no effect without --transcript or --log",
        "talk                           | no program given; see standpipe talk --help",
        "talk a :: b                    | takes one program, not 2",
        "talk --buffering x a           | \"x\" is not one of as-is, stdbuf, switch, terminal, auto",
        "fifo serve                     | PATH is missing",
        "fifo serve q                   | no program given; see standpipe fifo serve --help",
        "fifo serve q a -x              | there is no option -x; see",
        "run --nosuch                   | standpipe run: there is no option --nosuch; see",
        "run --timeout                  | --timeout needs a value: DURATION; see",
        "run --timeout soon true        | standpipe run: --timeout: \"soon\" is not a duration; write 5s, 500ms or 1m30s",
        "run --timeout 0 true           | \"0\" must be longer than zero",
        "run --timeout -1 true          | \"-1\" is not a duration",
        "run --timeout 999999999h true  | is longer than the maximum of 292 years",
        "nosuch                         | standpipe: there is no command nosuch; to run a program:"
            + " standpipe run -- PROGRAM; see standpipe --help",
        "fifo nosuch                    | there is no command nosuch; see standpipe fifo --help",
        "--nosuch                       | standpipe: there is no option --nosuch; see",
        "fifo create                    | PATH is missing",
        "fifo create --mode 888 q       | \"888\" is not an octal mode; write 0 to 777",
        "fifo create --mode 1777 q      | \"1777\" is not an octal mode; write 0 to 777",
        "doctor --watch --watch         | an option is given twice; see",
        "doctor --pid x                 | --pid: \"x\" is not",
        "doctor --pid 0                 | \"0\" is not a process id",
        "doctor --serve 65536           | \"65536\" is not a port; write 0 to 65535",
        "doctor --json --dot            | --json, --dot are mutually exclusive",
        "doctor --watch --serve 0       | are mutually exclusive",
        "doctor --interval 0 --watch    | \"0\" must be longer than zero",
        "fifo rm                        | PATH is missing",
        "fifo create a b                | too many arguments: b; see standpipe fifo create",
        "fifo ls a b c                  | too many arguments: b c; see standpipe fifo ls",
        "doctor x                       | too many arguments: x; see standpipe doctor",
        "runn -- a                      | there is no command runn; did you mean run?",
        "hlep                           | there is no command hlep; did you mean help?",
        "comp                           | did you mean completion?",
        "fifo creat a                   | there is no command creat; did you mean create?",
        "run --timout 5 a               | there is no option --timout; did you mean --timeout?",
        "doctor --jsno                  | there is no option --jsno; did you mean --json?",
        "run --timeout -- a             | --timeout needs a value: DURATION",
        "help runn                      | there is no command runn; did you mean run?",
        "help fifo creat                | there is no command creat; did you mean create?",
        "completion bash                | too many arguments: bash; see standpipe completion",
        "doctor --interval 1s           | --interval has no effect without --watch or --serve",
        "doctor --json --interval 1s    | --interval has no effect without --watch or --serve",
        "doctor --json --show-text      | --show-text has no effect without --serve",
        "fifo bridge                    | FROM is missing",
        "fifo bridge q                  | TO is missing",
        "fifo bridge a b                | one of a and b must be a fifo, and the other kafka:TOPIC",
        "fifo bridge kafka:a kafka:b    | one of kafka:a and kafka:b must be a fifo, and the other",
        "fifo bridge q kafka:           | kafka: is without a topic; write kafka:TOPIC",
        "fifo bridge --at-once q kafka:t | --at-once and --group have no effect from a fifo to a topic",
        "fifo serve --config f q -- cat | --config has no effect with a path",
        "fifo call --config f q x       | --config has no effect with a path",
        "fifo serve kafka:a:b -- cat    | \"a:b\" is not a name for a topic",
        "worker --from kafka:a --to kafka:b --answers run --emit key=0 cat | does not say which key",
        "fifo read kafka:t              | PATH: \"kafka:t\" is a topic of Kafka, and a fifo is needed here;"
            + " fifo bridge connects the two (a file of this name is ./kafka:t)",
        "fifo create kafka:t            | is a topic of Kafka, and a fifo is needed here",
        "worker -- cat                  | --from kafka:TOPIC is missing",
        "worker --from kafka:a -- cat   | --to kafka:TOPIC is missing",
        "worker --from a -- cat         | --from: \"a\" is not a topic of Kafka; write kafka:TOPIC",
        "worker --from kafka: -- cat    | --from: kafka: is without a topic; write kafka:TOPIC",
        "worker --to kafka:a/b -- cat   | --to: \"a/b\" is not a name for a topic: Kafka takes",
        "worker --lanes 0 -- cat        | --lanes: \"0\" is not a number from 1 to",
        "worker --attempts x -- cat     | --attempts: \"x\" is not a number from 1 to",
        "worker --restarts -1 -- cat    | --restarts: \"-1\" is not a number from 0 to",
        "worker --tombstones no -- cat  | --tombstones: \"no\" is not one of pass, skip",
        "worker --delivery once -- cat  | --delivery: \"once\" is not one of exactly-once, at-least-once",
        "worker --answers two -- cat    | write one, until=TEXT, counted, key=REGEX or run",
        "worker --emit key= -- cat      | --emit: \"key=\" does not say which key an answer gets",
        "fifo serve --answers run q a   | write one, until=TEXT, counted or key=REGEX",
        "worker --from kafka:a --to kafka:b                   | no program given",
        "worker --from kafka:a --to kafka:b -- a :: :: b      | no program between two ::",
        "worker --from kafka:a --to kafka:a -- cat            | would read what it writes to kafka:a",
        "worker --from kafka:a --to kafka:b --dead kafka:a -- cat | would read what it writes to kafka:a",
        "worker --from kafka:a --to kafka:b --dead kafka:b -- cat | --to and --dead are the same topic",
        "worker --from kafka:a --to kafka:b --emit keyless cat    | --emit has no effect without --answers run",
        "worker --from kafka:a --to kafka:b --group= -- cat       | --group: the name is empty",
      })
  void aMistakeIsOneLineWithAHintAtTheHelp(String words, String line) {
    StandpipeRunner.call(words.split(" +")).exits(2).prints("").saysOneLine(line, "--help");
  }

  @Test
  void anEmptyPathIsAMistake() {
    StandpipeRunner.call("fifo", "read", "")
        .exits(2)
        .saysOneLine("standpipe fifo read: PATH: the path is empty");
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
        "fifo bridge",
        "worker",
        "doctor",
        "completion",
        "help"
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

  @ParameterizedTest
  @ValueSource(strings = {"", "run", "fifo", "fifo read", "help"})
  void helpIsACommandToo(String command) {
    String asked = StandpipeRunner.call(("help " + command).strip().split(" ")).exits(0).out();

    assertThat(asked)
        .isEqualTo(StandpipeRunner.call((command + " --help").strip().split(" ")).out());
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
