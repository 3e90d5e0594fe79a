package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.standpipe.Child;
import io.standpipe.children.Scripts;
import io.standpipe.conversation.ConversationException.Reason;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for texts and patterns. */
@Timeout(60)
class ExpectTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void aTextIsFoundWithWhatCameBeforeIt() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("Welcome\nlogin: ");
      Match match = peer.talk.expect("login: ");

      assertThat(match.before()).isEqualTo("Welcome\n");
      assertThat(match.text()).isEqualTo("login: ");
    }
  }

  @Test
  void groupsOfAPatternAreThere() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("x is 42, y is 7\n");
      Match match = peer.talk.expect(Pattern.compile("(?<name>\\w) is (\\d+),"));

      assertThat(match.group("name")).isEqualTo("x");
      assertThat(match.group(2)).isEqualTo("42");
      assertThat(peer.talk.expect(Expected.regex(" is (\\d+)\n")).group(1)).isEqualTo("7");
    }
  }

  @Test
  void ofSeveralTheOneThatIsCompleteFirstWins() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("....error: no\n....ok\n");
      Match match =
          peer.talk.expect(Expected.text("ok\n"), Expected.regex("error: (.*)\n"), Expected.end());

      assertThat(match.index()).isEqualTo(1);
      assertThat(match.group(1)).isEqualTo("no");
      assertThat(peer.talk.expect(Expected.end(), Expected.text("ok\n")).index()).isEqualTo(1);
    }
  }

  @Test
  void theEndCanBeExpectedAndBringsTheRest() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("last words");
      peer.ends();

      assertThat(peer.talk.expect(Expected.end()).before()).isEqualTo("last words");
    }
  }

  @Test
  void whereNoMatchCanComeItFailsAtOnceAndTakesNothing() throws Exception {
    try (Child child = Scripts.sh("echo something else").piped().start();
        Conversation talk = Conversation.with(child)) {
      assertThatThrownBy(() -> talk.expect("login: "))
          .hasMessageContaining("expect [\"login: \"] from child")
          .asInstanceOf(type(ConversationException.class))
          .returns(Reason.ENDED, ConversationException::reason)
          .returns("something else\n", ConversationException::received);
      assertThat(talk.expect(Expected.end()).before()).isEqualTo("something else\n");
    }
  }

  @Test
  void aDeadlineTakesNothing() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("pass");
      assertThatThrownBy(() -> peer.talk.expect("password: ", SHORT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("so far came \"pass\"");
      peer.says("word: ");
      assertThat(peer.talk.expect("password: ").before()).isEmpty();
    }
  }

  @Test
  void aPatternThatMoreCouldChangeIsTakenWhenTheOtherSideFallsSilent() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("12");
      assertThat(peer.talk.expect(Pattern.compile("\\d+"), LIMIT).text()).isEqualTo("12");
    }
    try (Peer peer = Peer.on(ConversationOptions.lines().quietPeriod(LIMIT))) {
      peer.says("12");
      assertThat(peer.talk.expect(Pattern.compile("\\d+"), SHORT).text())
          .as("at the deadline")
          .isEqualTo("12");
    }
  }

  @Test
  @Tag("pitfall-16")
  void moreThanMayBeKeptIsAnError() throws Exception {
    try (Child yes = Scripts.sh("yes").piped().start();
        Conversation talk = Conversation.with(yes, ConversationOptions.lines().maxChars(10_000))) {
      assertThatThrownBy(() -> talk.expect("no"))
          .hasMessageContaining("more than 10000 characters; raise maxChars()")
          .asInstanceOf(type(ConversationException.class))
          .returns(Reason.TOO_MUCH, ConversationException::reason);
    }
  }

  @Test
  @Tag("pitfall-17")
  void aCharacterCutByTwoReadsIsOne() throws Exception {
    byte[] note = "♪ 🎵\n".getBytes(UTF_8);
    try (Peer peer = Peer.onLines()) {
      var expecting = peer.talk.expectAsync(List.of(Expected.regex("♪ (.)\n")), LIMIT);
      for (byte b : note) {
        peer.says(b);
      }
      assertThat(expecting.join().group(1)).isEqualTo("🎵");
    }
  }

  @Test
  void messagesAndTextCanBeMixed() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("ä one\ntwo\nprompt> thr\u00e9e\nfour\n");

      assertThat(peer.talk.receive(LIMIT)).contains("ä one");
      assertThat(peer.talk.expect("> ").before()).isEqualTo("two\nprompt");
      assertThat(peer.talk.receive(LIMIT)).contains("thrée");
      assertThat(peer.talk.expect("o").before()).isEqualTo("f");
      assertThat(peer.talk.receive(LIMIT)).contains("ur");
    }
  }

  @Test
  void bytesThatAreNoTextAreHandedOverAsTheyAre() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says(new byte[] {'a', (byte) 0xff, 'b', ':', (byte) 0xfe, (byte) 0xc3, '\n'});
      assertThat(peer.talk.expect(":").before()).isEqualTo("a\ufffdb");

      byte[] message = peer.talk.receiveBytes(LIMIT).orElseThrow();
      assertThat(message).containsExactly(0xfe, 0xc3);
    }
  }

  /** Naively 10^11 comparisons, and as a regular expression as many before the search begins. */
  @Test
  void aLongTextThatRepeatsItselfIsFoundAsQuicklyAsAnother() throws Exception {
    String wanted = "ab".repeat(150_000) + "c";
    try (Peer peer = Peer.onLines()) {
      var says =
          Background.start(ThreadKind.PLATFORM, () -> saysAll(peer, "ab".repeat(150_000) + wanted));
      Match match = peer.talk.expect(List.of(Expected.text("no"), Expected.text(wanted)), LIMIT);
      says.value();
      assertThat(match.index()).isEqualTo(1);
      assertThat(match.before()).isEqualTo("ab".repeat(150_000));
      assertThat(match.text()).isEqualTo(wanted);
    }
  }

  private static Object saysAll(Peer peer, String text) throws Exception {
    peer.says(text);
    return text;
  }
}
