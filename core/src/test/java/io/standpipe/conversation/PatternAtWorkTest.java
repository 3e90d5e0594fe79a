package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.conversation.MatchStopped.Reason;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A regular expression, or the user's condition, that takes very long is ended as a wait is. */
@Timeout(60)
@Tag("pitfall-37")
class PatternAtWorkTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  /**
   * Tries each of 2⁵⁰ ways to cut fifty characters into pieces. The reference to a group keeps Java
   * from remembering what it has tried.
   */
  private static final Pattern FOR_EVER = Pattern.compile("(x+x+)+y\\1?");

  private static final String FIFTY = "x".repeat(50);

  /** With a place that the pattern may still match at, so that each later place is tried too. */
  private static final Pattern SQUARE = Pattern.compile("(?s)[<x].*>");

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aDeadlineEndsAnAttempt(ThreadKind kind) throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says(FIFTY);
      var expecting = Background.start(kind, () -> peer.talk.expect(FOR_EVER, SHORT));

      assertThat(expecting.failure())
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("during a search of 50 characters");
      assertThat(peer.talk.expect(FIFTY, LIMIT).text()).isEqualTo(FIFTY); // nothing is lost
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void anInterruptEndsAnAttemptAndClosesTheConversation(ThreadKind kind) throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says(FIFTY);
      var expecting = Background.start(kind, () -> peer.talk.expect(FOR_EVER, LIMIT));
      awaitAtWork(expecting);
      expecting.interrupt();

      assertThat(expecting.failure()).isInstanceOf(ClosedByInterruptException.class);
      assertThat(expecting.isInterruptedAfter()).isTrue();
      assertThat(peer.toUs.reader().isOpen()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aCloseFromAnotherThreadEndsAnAttempt(ThreadKind kind) throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says(FIFTY);
      var expecting = Background.start(kind, () -> peer.talk.expect(FOR_EVER, LIMIT));
      awaitAtWork(expecting);
      peer.talk.close();

      assertThat(expecting.failure()).isInstanceOf(AsynchronousCloseException.class);
    }
  }

  private static void awaitAtWork(Background<?> expecting) {
    Eventually.holds(
        "the matcher is at work",
        () ->
            Arrays.stream(expecting.thread().getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(Pattern.class.getName())),
        () -> Arrays.toString(expecting.thread().getStackTrace()));
  }

  /** An expected text beside the pattern is found by it as well, and in time. */
  @Test
  void whatStandsBesideASlowPatternDoesNotOutliveTheDeadline() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says(FIFTY);
      var anyOf = List.of(Expected.regex(FOR_EVER), Expected.text("never"));
      var expecting = Background.start(ThreadKind.PLATFORM, () -> peer.talk.expect(anyOf, SHORT));

      assertThat(expecting.failure()).isInstanceOf(DeadlineExceededException.class);
    }
  }

  @Test
  void aMatchFoundAfterTheDeadlineIsNotTaken() throws Exception {
    try (Peer peer = Peer.onLines()) {
      var past = new Deadline(System.nanoTime() - 1, LIMIT);
      var ends =
          new ConversationEnds(
              peer.toUs.reader(), peer.toPeer.writer(), "peer", PeerStatus.unknown());
      TextBuffer text = text("login: ");
      for (Expected expected : List.of(Expected.text("login"), Expected.regex("log(in)"))) {
        var first = new FirstMatch(List.of(expected), text, MatchGuard.of(past, ends));

        assertThatThrownBy(() -> first.find(false))
            .isInstanceOfSatisfying(
                MatchStopped.class,
                stopped -> assertThat(stopped.reason()).isEqualTo(Reason.DEADLINE));
        assertThat(text).hasToString("login: ");
      }
    }
  }

  @Test
  void aCallWithoutTimeFindsWhatIsThere() throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says("x".repeat(10_000) + "login: ");

      assertThat(peer.talk.expect(Pattern.compile("log(in)"), Duration.ZERO).group(1))
          .isEqualTo("in");
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aDeadlineEndsAPatternOfAScript(ThreadKind kind) throws Exception {
    try (Peer peer = Peer.onLines()) {
      peer.says(FIFTY + "\n");
      Script script = Script.parse("< /" + FOR_EVER + "/\n");
      var playing = Background.start(kind, () -> script.play(peer.talk, SHORT));

      assertThat(playing.failure())
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("line 1 of the script");
    }
  }

  @Test
  void anInterruptAndACloseEndAPatternOfAScript() throws Exception {
    Script script = Script.parse("< /" + FOR_EVER + "/\n");
    try (Peer peer = Peer.onLines();
        Peer other = Peer.onLines()) {
      peer.says(FIFTY + "\n");
      other.says(FIFTY + "\n");
      var first = Background.start(ThreadKind.VIRTUAL, () -> script.play(peer.talk, LIMIT));
      var second = Background.start(ThreadKind.PLATFORM, () -> script.play(other.talk, LIMIT));
      awaitAtWork(first);
      awaitAtWork(second);
      first.interrupt();
      other.talk.close();

      assertThat(first.failure()).isInstanceOf(ClosedByInterruptException.class);
      assertThat(second.failure()).isInstanceOf(AsynchronousCloseException.class);
    }
  }

  /** The user's condition is no exception, though it cannot be interrupted. */
  @Test
  void aDeadlineAnInterruptAndACloseEndACallWhoseConditionHangs() throws Exception {
    var hang = new CountDownLatch(1);
    try {
      for (String end : List.of("deadline", "interrupt", "close")) {
        try (Peer peer = Peer.onLines()) {
          var entered = new CountDownLatch(1);
          Duration limit = end.equals("deadline") ? SHORT : LIMIT;
          var asking =
              Background.start(
                  ThreadKind.PLATFORM,
                  () -> peer.talk.askUntil("q", _ -> isUnblocked(entered, hang), limit));
          assertThat(peer.hears()).isEqualTo("q");
          peer.says("half an answer\n");
          if (!end.equals("deadline")) { // which may come before the answer, on a busy machine
            entered.await();
          }
          switch (end) {
            case "interrupt" -> asking.interrupt();
            case "close" -> peer.talk.close();
            default -> {}
          }

          assertThat(asking.failure())
              .as(end)
              .isInstanceOf(
                  switch (end) {
                    case "interrupt" -> ClosedByInterruptException.class;
                    case "close" -> AsynchronousCloseException.class;
                    default -> DeadlineExceededException.class;
                  });
        }
      }
    } finally {
      hang.countDown();
    }
  }

  private static boolean isUnblocked(CountDownLatch entered, CountDownLatch hang) {
    entered.countDown();
    try {
      hang.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return true;
  }

  @Test
  void halfALineIsInTheErrorOfACallWithACondition() throws Exception {
    try (Peer peer = Peer.onLines()) {
      var asking =
          Background.start(
              ThreadKind.PLATFORM,
              () -> peer.talk.askUntil("q", "."::equals, Duration.ofSeconds(2)));
      assertThat(peer.hears()).isEqualTo("q");
      peer.says("one\nmysql> ");

      assertThat(asking.failure()).hasMessageContaining("so far came \"one\\nmysql> \"");
    }
  }

  /** As some 10⁵ characters from a program that prints no newline; nobody waits for 10¹⁰ steps. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\\S+@\\S+\\$ $", "(\\S+)@(\\S+)\\$ $", "(?s).*login: ", "(?i)[^@]+@", "x*+y"})
  void aLongLineTakesTimeInProportionToItsLength(String pattern) {
    int length = 300_000;
    MatchGuard guard = MatchGuard.none();
    TextBuffer text = text("a@" + "x".repeat(length));
    var search = new RegexSearch(text, Pattern.compile(pattern), guard);

    guard.allowing(
        12L * length,
        () -> {
          var _ = search.find(false); // throws when these steps are not enough
          var _ = search.findOpen();
        });
  }

  @Test
  void theEndOfALongLineIsFoundAtOnce() throws Exception {
    try (Peer peer = Peer.onLines()) {
      Background<Boolean> writing =
          Background.start(
              ThreadKind.PLATFORM,
              () -> {
                peer.says("x".repeat(300_000));
                peer.says("user@host$ ");
                return true;
              });

      Match match = peer.talk.expect(Pattern.compile("\\S+@(\\S+)\\$ $"), LIMIT);
      assertThat(match.group(1)).isEqualTo("host");
      assertThat(writing.value()).isTrue();
    }
  }

  /** The search among places behind an undecided one takes for ever: it gives way to the text. */
  @Test
  void textThatComesDuringALongSearchIsReadAtOnce() throws Exception {
    String many = "<".repeat(60_000);
    ConversationOptions options = ConversationOptions.lines().quietPeriod(Duration.ofMillis(1));
    try (Peer peer = Peer.on(options)) {
      peer.says(many);
      var expecting = Background.start(ThreadKind.PLATFORM, () -> peer.talk.expect(SQUARE, LIMIT));
      awaitAtWork(expecting);
      peer.says("x>");

      assertThat(expecting.value().text()).isEqualTo(many + "x>");
    }
  }

  @Test
  void aPatternThatNeedsTooMuchStackIsAnErrorThatSaysSo() throws Exception {
    try (Peer peer = Peer.onLines()) {
      var expecting =
          Background.start(
              ThreadKind.PLATFORM, () -> peer.talk.expect(Pattern.compile("(a|b)*c"), LIMIT));
      var writing =
          Background.start(
              ThreadKind.PLATFORM,
              () -> {
                peer.says("ab".repeat(100_000));
                return true;
              });

      assertThat(expecting.failure())
          .isInstanceOf(ConversationException.class)
          .hasMessageContaining("needs more stack");
      peer.talk.close();
      assertThat(writing.outcome())
          .satisfiesAnyOf(
              nothing -> assertThat(nothing).isNull(),
              broken -> assertThat(broken).isInstanceOf(IOException.class));
    }
  }

  private static TextBuffer text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    var buffer = new TextBuffer();
    for (int i = 0; i < bytes.length; ) {
      var room = buffer.room(bytes.length);
      int n = Math.min(room.remaining(), bytes.length - i);
      room.put(bytes, i, n);
      i += n;
      buffer.took(false);
    }
    return buffer;
  }
}
