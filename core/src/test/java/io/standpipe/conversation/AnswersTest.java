package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private static List<byte[]> bytes(String... messages) {
    return List.of(messages).stream().map(m -> m.getBytes(UTF_8)).toList();
  }

  private static List<String> content(Answers answers, String... messages) throws IOException {
    assertThat(answers.isComplete(bytes(messages))).isTrue();
    for (int n = 1; n < messages.length; n++) {
      assertThat(answers.isComplete(bytes(messages).subList(0, n))).isFalse();
    }
    return answers.content(bytes(messages)).stream().map(m -> new String(m, UTF_8)).toList();
  }

  @Test
  void eachKindSaysWhereAnAnswerEndsAndWhatItsContentIs() throws Exception {
    assertThat(content(Answers.one(), "a")).containsExactly("a");
    assertThat(content(Answers.until("END"), "a", "END ", "END")).containsExactly("a", "END ");
    assertThat(content(Answers.until(""), "a", "")).containsExactly("a");
    assertThat(content(Answers.counted(), "2", "a", "3")).containsExactly("a", "3");
    assertThat(content(Answers.counted(), " 0 ")).isEmpty();
    assertThat(content(Answers.key(Pattern.compile("x")), "x")).containsExactly("x");
    assertThat(Answers.until("é\n")).hasToString("until \"é\\n\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1x", "٣", "9999999999"})
  void whatIsNoCountIsAnError(String first) {
    assertThatThrownBy(() -> Answers.counted().isComplete(bytes(first)))
        .isInstanceOfSatisfying(
            ConversationException.class,
            e -> assertThat(e.reason()).isEqualTo(ConversationException.Reason.NO_COUNT));
  }

  private static Conversation with(Child child, Answers answers) {
    return Conversation.with(child, ConversationOptions.lines().limit(LONG).answers(answers));
  }

  @Test
  void askAllTakesTheWholeAnswerAndLeavesTheNextOneAlone() throws Exception {
    String lists = "while read -r n; do seq 1 $n; echo .; done";
    try (Child child = Scripts.sh(lists).piped().start();
        Conversation list = with(child, Answers.until("."))) {
      assertThat(list.askAll("2")).containsExactly("1", "2");
      assertThat(list.askAll("0")).isEmpty();
      assertThat(list.askAll("3")).containsExactly("1", "2", "3");
      assertThatThrownBy(() -> list.ask("1")).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> list.askAsync("1")).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> list.askUntil("1", "."::equals))
          .hasMessageContaining("use askAll()");
      assertThat(list.isAnswering("1", LONG)).isTrue();
    }
  }

  /** An answer that is too late or too much is dropped up to its end, and no further. */
  @Test
  void aLateAnswerAndOneThatIsTooLongAreDroppedWhole() throws Exception {
    String slow =
        "read -r a; read -r b; seq 1 3; echo .; seq 1 9; echo .; read -r c; echo $c; echo .";
    var options = ConversationOptions.lines().limit(LONG).maxChars(10);
    try (Child child = Scripts.sh(slow).piped().start();
        Conversation list = Conversation.with(child, options.answers(Answers.until(".")))) {
      assertThatThrownBy(() -> list.askAll("a", Duration.ofMillis(50)))
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(list.lateAnswers()).isOne();
      assertThatThrownBy(() -> list.askAll("b"))
          .isInstanceOfSatisfying(
              ConversationException.class,
              e -> assertThat(e.reason()).isEqualTo(ConversationException.Reason.TOO_MUCH));
      assertThat(list.askAll("c")).containsExactly("c");
      assertThat(list.lateAnswers()).isZero();
    }
  }

  @Test
  void aPatternFindsTheKeyInQuestionAndAnswer() throws Exception {
    String swapped = "read -r a; read -r b; echo \"= $b\"; echo stray; echo \"= $a\"";
    try (Child child = Scripts.sh(swapped).piped().start();
        Conversation keys = with(child, Answers.key(Pattern.compile("id=(\\d+)|#(\\d+)")))) {
      var first = keys.askAsync("one id=1");
      assertThat(keys.askAll("two #2", LONG)).containsExactly("= two #2");
      assertThat(first.get()).isEqualTo("= one id=1");
      assertThatThrownBy(() -> keys.ask("none")).hasMessageContaining("a question with a key");
    }
  }
}
