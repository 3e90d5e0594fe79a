package io.standpipe.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.conversation.Conversation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** bc and dc, which answer each line with a line. */
class CalculatorsTest {
  private static final int BITS = 500;

  private final Random random = new Random(4);

  @Test
  void bcAnswersEachTerm() throws Exception {
    try (Child bc = bc().start();
        Conversation talk = Conversation.with(bc, Programs.LINES)) {
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        BigInteger a = number();
        BigInteger b = number();
        assertThat(talk.ask(a + " * " + b)).isEqualTo(a.multiply(b).toString());
      }
      endsWell(bc, talk);
    }
  }

  @Test
  void bcAnswersQuestionsThatWereAskedAhead() throws Exception {
    try (Child bc = bc().start();
        Conversation talk = Conversation.with(bc, Programs.LINES)) {
      List<String> expected = new ArrayList<>();
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        BigInteger a = number();
        expected.add(a.pow(i % 20).toString());
        answers.add(talk.askAsync(a + " ^ " + i % 20));
      }
      assertThat(answers.stream().map(CompletableFuture::join)).isEqualTo(expected);
      endsWell(bc, talk);
    }
  }

  /** With a separate standard error, an error would be an answer that never comes. */
  @Test
  void bcSaysWhatIsWrongWhereErrorsGoTheWayOfAnswers() throws Exception {
    try (Child bc = bc().stderr(Redirect.sameAs(1)).start();
        Conversation talk = Conversation.with(bc, Programs.LINES)) {
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        if (i % 2 == 0) {
          assertThat(talk.ask(i + " / 0")).containsIgnoringCase("divide by zero");
        } else {
          assertThat(talk.ask(i + " / 2")).isEqualTo(Integer.toString(i / 2));
        }
      }
      endsWell(bc, talk);
    }
  }

  @Test
  void dcAnswersEachTerm() throws Exception {
    Command command = Programs.of("dc").env("DC_LINE_LENGTH", "0").piped();
    try (Child dc = command.start();
        Conversation talk = Conversation.with(dc, Programs.LINES)) {
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        BigInteger a = number();
        BigInteger b = number().add(BigInteger.ONE);
        assertThat(talk.ask(a + " " + b + " % p s0")).isEqualTo(a.mod(b).toString());
      }
      endsWell(dc, talk);
    }
  }

  private static Command bc() {
    return Programs.of("bc", "-q").withoutEnv("BC_ENV_ARGS").env("BC_LINE_LENGTH", "0").piped();
  }

  private BigInteger number() {
    return new BigInteger(BITS, random);
  }

  private static void endsWell(Child child, Conversation talk) throws Exception {
    talk.closeWriter();
    assertThat(talk.receive()).isEmpty();
    assertThat(child.await(Programs.LIMIT)).contains(new ExitStatus.Exited(0));
  }
}
