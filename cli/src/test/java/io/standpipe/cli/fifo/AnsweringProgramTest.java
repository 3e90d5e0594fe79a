package io.standpipe.cli.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.conversation.Answers;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers of one program do to each other: nothing. */
@Tag("pitfall-58")
@Tag("slow")
class AnsweringProgramTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Long enough for the program to have read its question, on a busy machine too. */
  private static final Duration READ = Duration.ofMillis(800);

  /** Counts what it has read; "slow" waits for a fifo, "quiet" has no answer. */
  private static final String COUNTER =
      """
      n=0
      while read -r l; do
        n=$((n+1))
        case $l in
          slow) read -r go < "$0"; echo "$n slow" ;;
          quiet) ;;
          stuck) while :; do sleep 0.05; done ;;
          two) printf '%s\\n%s\\n' "$n two" "$n more" ;;
          list) printf 'a\\nb\\nEND\\n' ;;
          none) echo END ;;
          count) printf '2\\na\\nb\\n' ;;
          zero) echo 0 ;;
          *) echo "$n $l" ;;
        esac
      done
      """;

  private AnsweringProgram program;
  @TempDir private Path folder;

  private void start(Answers answers, Duration limit) throws IOException {
    Path gate = folder.resolve("gate");
    Fifo.createIfAbsent(gate);
    start(Command.of("sh", "-c", COUNTER, gate.toString()), answers, limit);
  }

  private void start(Command command, Answers answers, Duration limit) throws IOException {
    program = new AnsweringProgram(command.piped(), Framing.lines(), answers, limit);
    program.start();
  }

  @AfterEach
  void stop() {
    program.close();
  }

  private void openGate() throws Exception {
    try (var gate = Fifo.at(folder.resolve("gate")).openWriter(LONG)) {
      gate.write("go\n");
    }
  }

  @Test
  void aCallerThatGivesUpDelaysNobodyAndDoesNotCostTheProgramItsState() throws Exception {
    start(Answers.one(), LONG);
    assertThat(program.answer("a", LONG)).isEqualTo("1 a");
    assertThatThrownBy(() -> program.answer("slow", SHORT))
        .hasMessage("the caller's time was over before the program answered");
    assertThatThrownBy(() -> program.answer("b", SHORT)).hasMessageContaining("caller's time");
    openGate();
    assertThat(program.answer("c", LONG)).as("b was never sent").isEqualTo("3 c");
  }

  @Test
  void aQuestionThatTheProgramDoesNotAnswerCostsTheNextCallersNothing() throws Exception {
    start(Answers.one(), LONG);
    assertThat(program.answer("a", LONG)).isEqualTo("1 a");
    assertThatThrownBy(() -> program.answer("quiet", READ))
        .hasMessage("the program gave no whole answer to this; it waits for the next call");
    assertThat(program.answer("b", LONG)).isEqualTo("3 b");
  }

  @Test
  void aProgramThatHangsIsStartedAgainByTheServersLimitNotByTheCallers() throws Exception {
    start(Answers.one(), Duration.ofMillis(600));
    assertThat(program.answer("a", LONG)).isEqualTo("1 a");
    assertThatThrownBy(() -> program.answer("stuck", SHORT)).hasMessageContaining("caller's time");
    assertThat(program.answer("b", LONG)).as("of the next program").isEqualTo("1 b");
    assertThatThrownBy(() -> program.answer("stuck", LONG))
        .hasMessageContaining("gave no answer in time")
        .hasMessageContaining("the next call starts it again");
    assertThat(program.answer("c", LONG)).isEqualTo("1 c");
  }

  @Test
  void anAnswerOfTwoMessagesIsAnErrorToItsCallerAndNoneGoesToTheNext() throws Exception {
    start(Answers.one(), LONG);
    assertThatThrownBy(() -> program.answer("two", LONG))
        .hasMessageContaining("went on after its answer (one): 1 more")
        .hasMessageContaining("--answers");
    assertThat(program.answer("b", LONG)).isEqualTo("2 b");
  }

  @Test
  void untilTakesAnAnswerOfSeveralMessagesOrNone() throws Exception {
    start(Answers.until("END"), LONG);
    assertThat(program.answer("list", LONG)).isEqualTo("a\nb");
    assertThat(program.answer("none", LONG)).isEmpty();
    assertThatThrownBy(() -> program.answer("b", READ)).hasMessageContaining("no whole answer");
    assertThatThrownBy(() -> program.answer("slow", SHORT)).hasMessageContaining("caller's time");
    assertThatThrownBy(() -> program.answer("list", SHORT)).hasMessageContaining("caller's time");
    openGate();
    assertThat(program.answer("list", LONG)).isEqualTo("a\nb");
  }

  @Test
  void countedTakesAsManyMessagesAsAnnouncedAndStartsAProgramAgainThatDoesNotCount()
      throws Exception {
    start(Answers.counted(), LONG);
    assertThat(program.answer("count", LONG)).isEqualTo("a\nb");
    assertThat(program.answer("zero", LONG)).isEmpty();
    assertThatThrownBy(() -> program.answer("b", LONG))
        .hasMessageContaining("did not begin its answer with a count: 3 b");
    assertThat(program.answer("count", LONG)).isEqualTo("a\nb");
  }

  @Test
  void byKeyManyCallersAreAnsweredInAnyOrderAndOneThatGaveUpDelaysNobody() throws Exception {
    String shuffled =
        "while read -r a; do case $a in hang*) ;; *) read -r b;"
            + " echo \"=$b\"; echo \"=$a\" ;; esac; done";
    start(Command.of("sh", "-c", shuffled), Answers.key(Pattern.compile("(\\d+):")), LONG);
    assertThatThrownBy(() -> program.answer("hang 0:x", SHORT)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> program.answer("no key", LONG))
        .hasMessageContaining("a question with a key expected");
    List<Future<String>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 1; i <= 20; i++) {
        String question = i + ":q" + i;
        answers.add(threads.submit(() -> program.answer(question, LONG)));
      }
    }
    for (int i = 1; i <= 20; i++) {
      assertThat(answers.get(i - 1).get()).isEqualTo("=" + i + ":q" + i);
    }
  }

  @Test
  void aProgramThatNeverFallsSilentIsStartedAgain() throws Exception {
    start(Command.of("sh", "-c", "read -r l; exec yes"), Answers.one(), LONG);
    assertThatThrownBy(() -> program.answer("x", LONG))
        .hasMessageContaining("writes messages without being asked: y | y | y");
  }
}
