package io.standpipe.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Buffering;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.conversation.Conversation;
import io.standpipe.error.DeadlineExceededException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** awk and sed, which answer line by line only once their buffering is changed. */
@Tag("pitfall-12")
class FiltersTest {
  private static final String DOUBLE = "{ print $1, 2 * $1 }";
  private static final String DOUBLE_AND_FLUSH = "{ print $1, 2 * $1; fflush() }";

  @ParameterizedTest
  @CsvSource({"gawk, STDBUF", "gawk, TERMINAL", "gawk, AUTO", "mawk, SWITCH", "mawk, AUTO"})
  void awkAnswersEachLineOnceItIsCured(String awk, Buffering cure) throws Exception {
    askOneByOne(Programs.of(awk, DOUBLE).buffering(cure));
  }

  @Test
  void awkAnswersEachLineWhereItsProgramFlushes() throws Exception {
    askOneByOne(Programs.of("gawk", DOUBLE_AND_FLUSH).buffering(Buffering.AS_IS));
  }

  private static void askOneByOne(Command awk) throws Exception {
    try (Child child = awk.piped().start();
        Conversation talk = Conversation.with(child, Programs.LINES)) {
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        assertThat(talk.ask(Integer.toString(i))).isEqualTo(i + " " + 2 * i);
      }
      endsWell(child, talk);
    }
  }

  @ParameterizedTest
  @CsvSource({"SWITCH", "STDBUF", "TERMINAL", "AUTO"})
  void sedAnswersEachLineOnceItIsCured(Buffering cure) throws Exception {
    Command sed = Programs.of("sed", "s/.*/<&>/").buffering(cure).piped();
    try (Child child = sed.start();
        Conversation talk = Conversation.with(child, Programs.LINES)) {
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        assertThat(talk.ask("line " + i)).isEqualTo("<line " + i + ">");
      }
      endsWell(child, talk);
    }
  }

  /** Without a change they answer everything, in order, when their input ends. */
  @ParameterizedTest
  @CsvSource({"gawk", "sed"})
  void asItIsItHoldsBackAllAnswersToTheEnd(String program) throws Exception {
    String script = program.equals("sed") ? "s/.*/& &/" : "{ print $0, $0 }";
    try (Child child = Programs.of(program, script).piped().start();
        Conversation talk = Conversation.with(child, Programs.LINES)) {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        answers.add(talk.askAsync("q" + i));
        expected.add("q" + i + " q" + i);
      }
      assertThatThrownBy(() -> talk.ask("last", Duration.ofMillis(100)))
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(answers).noneMatch(CompletableFuture::isDone);
      talk.closeWriter();
      assertThat(answers.stream().map(CompletableFuture::join)).isEqualTo(expected);
      // The late answer to the abandoned question is dropped.
      endsWell(child, talk);
    }
  }

  private static void endsWell(Child child, Conversation talk) throws Exception {
    talk.closeWriter();
    assertThat(talk.receive()).isEmpty();
    assertThat(child.await(Programs.LIMIT)).contains(new ExitStatus.Exited(0));
  }
}
