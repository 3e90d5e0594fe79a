package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.framing.FrameException;
import io.standpipe.framing.Framing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Secrets that a conversation cuts: by its lines, its matches, its writes and its errors. */
@Timeout(60)
@Tag("pitfall-57")
class SecretsInTalkTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final List<String> heard = new ArrayList<>();

  private Peer peer(String... secrets) throws Exception {
    ConversationOptions options =
        ConversationOptions.lines().transcript(10_000).onMessage((_, what) -> heard.add(what));
    for (String secret : secrets) {
      options = options.secret(secret);
    }
    return Peer.on(options);
  }

  @Test
  void aMatchThatCutsASecretShowsNoPartOfIt() throws Exception {
    try (Peer peer = peer("hunter2")) {
      peer.says("it is hunter2!\n");
      peer.talk.expect("hunt", LIMIT);
      peer.talk.expect("e", LIMIT);
      peer.talk.expect("!\n", LIMIT);

      assertThat(peer.talk.transcript().text()).isEqualTo("< it is ***\n< ***\n< ***!\n");
      assertThat(heard).containsExactly("it is ***", "***", "***!");
    }
  }

  @Test
  void aSecretThatIsTypedInPiecesShowsNoPartOfIt() throws Exception {
    try (Peer peer = peer("hunter2")) {
      for (String key : List.of("h", "u", "nt", "e", "r2")) {
        peer.talk.write(key);
      }

      assertThat(peer.talk.transcript().said(Direction.SENT)).containsOnly("***").hasSize(5);
    }
  }

  @Test
  void aSecretThatSpansTwoMessagesIsMaskedInBoth() throws Exception {
    try (Peer peer = peer("first line\nsecond")) {
      peer.says("key: first line\nsecond\n");
      peer.talk.receive(LIMIT);
      peer.talk.receive(LIMIT);

      assertThat(heard).containsExactly("key: ***", "***");
    }
  }

  @Test
  void whatIsLeftOfASecretAfterAMatchIsMaskedInAnError() throws Exception {
    try (Peer peer = peer("hunter2")) {
      peer.says("hunter2 and hun");
      peer.talk.expect("hunt", LIMIT);

      assertThatThrownBy(() -> peer.talk.expect("never", SHORT))
          .hasMessageContaining("\"*** and ***\"")
          .message()
          .doesNotContain("er2")
          .doesNotContain("hun");
    }
  }

  @Test
  void secretsThatOverlapAreMaskedWholeInTranscriptsAndErrors() throws Exception {
    try (Peer peer = peer("abcd", "cdef")) {
      peer.says("abcdef\nabcdef");
      peer.talk.receive(LIMIT);

      assertThat(heard).containsExactly("***");
      assertThatThrownBy(() -> peer.talk.receive(SHORT)).hasMessageContaining("came \"***\"");
    }
  }

  /** As quoted it reads {@code a\"b}. */
  @Test
  void aSecretIsMaskedBeforeItIsQuoted() throws Exception {
    try (Peer peer = peer("a\"b")) {
      assertThatThrownBy(() -> peer.talk.expect("<a\"b>", SHORT))
          .hasMessageContaining("expect [\"<***>\"]");
      assertThatThrownBy(() -> peer.talk.expect(Pattern.compile("\\Qa\"b\\E"), SHORT))
          .hasMessageContaining("expect [/\\Q***\\E/]");
    }
  }

  @Test
  void aDifferenceFromAScriptMasksSecrets() throws Exception {
    try (Peer peer = peer("hunter2")) {
      peer.says("hunter2?\n");

      assertThat(Script.parse("< hunter2!\n").play(peer.talk, LIMIT).orElseThrow())
          .hasToString("line 1: expected \"***!\", but \"***?\" came");
    }
  }

  @Test
  void bytesThatTheFramingDoesNotAllowAreMaskedInTheMessage() throws Exception {
    ConversationOptions options = ConversationOptions.of(Framing.netstring()).secret("hunter2");
    try (Peer peer = Peer.on(options)) {
      peer.says("hunter2\n");

      assertThatThrownBy(() -> peer.talk.receive(LIMIT))
          .isInstanceOf(FrameException.class)
          .hasMessageContaining("***")
          .message()
          .doesNotContain("hunter");
    }
  }
}
