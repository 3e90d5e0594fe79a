package io.standpipe.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transcript that is played. */
@Timeout(60)
class ScriptTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static Optional<ScriptDifference> played(Command command, String script)
      throws Exception {
    try (Child child = command.piped().start();
        Conversation talk = Conversation.with(child)) {
      return Script.parse(script).play(talk, LIMIT);
    }
  }

  @Test
  void linesAreComparedExactlyAndPatternsAsAWhole() throws Exception {
    String script = "# cat says it again\n> one\n< one\n\n> number 42\n< /number \\d+/\n";

    assertThat(played(Command.of("cat"), script)).isEmpty();
  }

  @Test
  void theFirstDifferenceIsReportedWithItsLine() throws Exception {
    String script = "> one\n< one\n> two\n< 2\n> three\n< 3\n";
    ScriptDifference difference = played(Command.of("cat"), script).orElseThrow();

    assertThat(difference).isEqualTo(new ScriptDifference(4, "\"2\"", Optional.of("two")));
    assertThat(difference).hasToString("line 4: expected \"2\", but \"two\" came");
  }

  @Test
  void aPatternThatMatchesOnlyAPartIsADifference() throws Exception {
    assertThat(played(Command.of("cat"), "> number 42!\n< /number \\d+/\n"))
        .map(ScriptDifference::toString)
        .contains("line 2: expected /number \\d+/, but \"number 42!\" came");
  }

  @Test
  void anEndInsteadOfALineIsADifference() throws Exception {
    assertThat(played(Scripts.sh("read q; echo a"), "> q\n< a\n< b\n"))
        .contains(new ScriptDifference(3, "\"b\"", Optional.empty()));
  }

  @Test
  void aLastLineWithoutAnEndCounts() throws Exception {
    assertThat(played(Scripts.sh("read q; printf bye"), "> q\n< bye\n")).isEmpty();
  }

  /** Both pipes are full long before the script is over. */
  @Test
  @Tag("pitfall-14")
  void whatComesIsTakenWhileTheScriptIsStillSpeaking() throws Exception {
    String large = "L".repeat(400_000);
    assertThat(played(Command.of("cat"), "> " + large + "\n< " + large + "\n")).isEmpty();
    assertThat(played(Command.of("cat"), "> line\n".repeat(50_000) + "< line\n".repeat(50_000)))
        .isEmpty();
  }

  /** As a regular expression that would take minutes to make, of a pattern in quotes too. */
  @Test
  void longTextsAreComparedAtOnce() throws Exception {
    String large = "ab".repeat(500_000);
    assertThat(played(Command.of("cat"), "> " + large + "\n< " + large + "\n")).isEmpty();
    assertThat(played(Command.of("cat"), "> /" + large + "/\n< /\\Q/" + large + "/\\E/\n"))
        .isEmpty();
  }

  private static Optional<ScriptDifference> playedToEnd(Command command, String script)
      throws Exception {
    try (Child child = command.start();
        Conversation talk = Conversation.with(child)) {
      return Script.parse(script).playToEnd(talk, LIMIT, Duration.ZERO);
    }
  }

  @Test
  void playedToItsEndItEndsTheInputOfTheOtherSide() throws Exception {
    Command sort = Command.of("sort").piped();
    assertThat(playedToEnd(sort, "> b\n> a\n< a\n< b\n")).isEmpty();
    assertThat(playedToEnd(sort, "> b\n> a\n< a\n"))
        .map(ScriptDifference::toString)
        .contains("line 4: expected the end, but \"b\" came");
    assertThat(playedToEnd(sort, "")).isEmpty();
    assertThat(playedToEnd(Scripts.sh("sort; echo end").piped(), "< end\n")).isEmpty();
  }

  @Test
  void whatCannotBeSaidIsAnErrorUnlessADifferenceCameBefore() throws Exception {
    Command deaf = Scripts.sh("exec <&-; echo deaf");
    String large = "> " + "L".repeat(400_000) + "\n";
    assertThat(played(deaf, large + "< other\n")).isPresent();
    assertThat(played(deaf, large + "< deaf\n< more\n"))
        .contains(new ScriptDifference(3, "\"more\"", Optional.empty()));
    for (String script : List.of(large, large + "< deaf\n")) {
      assertThatThrownBy(() -> played(deaf, script))
          .isInstanceOf(ConversationException.class)
          .hasMessageContaining("Broken pipe");
    }
  }

  @Test
  void silenceIsADeadlineThatNamesTheLine() throws Exception {
    try (Peer peer = Peer.onLines()) {
      assertThatThrownBy(
              () -> Script.parse("> hello\n< world\n").play(peer.talk, Duration.ofMillis(50)))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageStartingWith("line 2 of the script: receive \"world\" from ");
    }
  }

  /** The time of an answer begins with the end of the question, and is that time only. */
  @Test
  @Tag("alone")
  void silenceIsWaitedForAsLongAsTheLimitSays() throws Exception {
    Duration limit = Duration.ofSeconds(1);
    try (Peer peer = Peer.onLines()) {
      long begin = System.nanoTime();
      assertThatThrownBy(() -> Script.parse("> hello\n< world\n").play(peer.talk, limit))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("timed out after 1s");
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(limit, Duration.ofMillis(1800));
    }
  }

  @Test
  @Tag("alone")
  void theOverallLimitEndsAPlayToo() throws Exception {
    try (Peer peer = Peer.on(ConversationOptions.lines().overallLimit(Duration.ofMillis(300)))) {
      long begin = System.nanoTime();
      assertThatThrownBy(() -> Script.parse("> hello\n< world\n").play(peer.talk, LIMIT))
          .isInstanceOf(DeadlineExceededException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", " > a", ">| first", "> a\n<| b", "< /(/"})
  void whatIsNoScriptIsRefusedWithItsLine(String wrong) {
    assertThatThrownBy(() -> Script.parse("# fine\n" + wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s)line [23] of .*");
  }
}
