package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.framing.Framing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transcripts: kept, saved, masked, and played again. */
@Timeout(60)
class TranscriptTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static Transcript ofCat(ConversationOptions options, String... questions)
      throws Exception {
    try (Child cat = Command.of("cat").piped().start();
        Conversation talk = Conversation.with(cat, options)) {
      for (String question : questions) {
        talk.ask(question, LIMIT);
      }
      return talk.transcript();
    }
  }

  @Test
  void itHasBothSidesInOrder() throws Exception {
    Transcript transcript = ofCat(ConversationOptions.lines().transcript(1000), "one", "", " two");

    assertThat(transcript.text()).isEqualTo("> one\n< one\n> \n< \n>  two\n<  two\n");
    assertThat(transcript.entries()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
  }

  @Test
  void itIsSavedAndLoadedWithItsTimes(@TempDir Path folder) throws Exception {
    ConversationOptions options = ConversationOptions.of(Framing.netstring()).transcript(10_000);
    Transcript transcript =
        ofCat(options, "a\nb", "/a/", "/\\Ea\\Q/", "# no comment", "", "\n", "/");
    Path file = folder.resolve("transcript");
    transcript.save(file);
    Transcript loaded = Transcript.load(file);

    assertThat(loaded.said(Direction.SENT)).isEqualTo(transcript.said(Direction.SENT));
    assertThat(loaded.said(Direction.RECEIVED)).isEqualTo(transcript.said(Direction.RECEIVED));
    assertThat(loaded.began()).isEqualTo(transcript.began());
    assertThat(loaded.timedText()).isEqualTo(transcript.timedText());
  }

  @Test
  void noMoreIsKeptThanTheLimitAndWhatIsDroppedIsCounted() throws Exception {
    String[] questions = new String[1000];
    for (int i = 0; i < questions.length; i++) {
      questions[i] = "question " + i;
    }
    Transcript transcript = ofCat(ConversationOptions.lines().transcript(5000), questions);

    assertThat(transcript.entries()).hasSizeLessThan(5000 / 64);
    assertThat(transcript.entries().getLast().text()).isEqualTo("question 999");
    assertThat(transcript.dropped() + transcript.entries().size()).isEqualTo(2000);
    assertThat(transcript.text()).startsWith("# " + transcript.dropped() + " earlier messages");
  }

  @Test
  void whatIsExpectedIsThereLineByLine() throws Exception {
    try (Peer peer = Peer.on(ConversationOptions.lines().transcript(1000))) {
      peer.says("Welcome\nlogin: ");
      peer.talk.expect("login: ");
      peer.talk.write("bob\n");

      assertThat(peer.talk.transcript().text()).isEqualTo("< Welcome\n< login: \n> bob\n");
    }
  }

  @Test
  void secretsAreMaskedEverywhere() throws Exception {
    List<String> heard = new ArrayList<>();
    ConversationOptions options =
        ConversationOptions.lines()
            .transcript(1000)
            .secret("hunter2")
            .onMessage((_, what) -> heard.add(what));
    try (Peer peer = Peer.on(options)) {
      peer.says("the password is hunter2, not hunter");
      assertThatThrownBy(() -> peer.talk.ask("is it hunter2?", Duration.ofMillis(50)))
          .hasMessageContaining("ask \"is it ***?\"")
          .hasMessageContaining("the password is ***, not ***")
          .message()
          .doesNotContain("hunter");
      peer.talk.sendSecret("tr0ub4dor");
      peer.says("\nhunter2 and tr0ub4dor\n");
      peer.talk.expect("and tr0ub4dor\n");
      peer.talk.send("tr0ub4dor");

      assertThat(peer.hears()).as("what is sent is not masked").isEqualTo("is it hunter2?");
      assertThat(heard)
          .isNotEmpty()
          .noneMatch(text -> text.contains("hunter2") || text.contains("tr0ub"));
      assertThat(peer.talk.transcript().said(Direction.SENT)).contains("is it ***?", "***");
    }
  }

  @Test
  void aTranscriptPlaysAgain() throws Exception {
    Transcript transcript =
        ofCat(ConversationOptions.lines().transcript(1000), "one", "/two/", "three");
    try (Child cat = Command.of("cat").piped().start();
        Conversation talk = Conversation.with(cat)) {
      assertThat(Script.of(transcript).play(talk, LIMIT)).isEmpty();
    }
  }
}
