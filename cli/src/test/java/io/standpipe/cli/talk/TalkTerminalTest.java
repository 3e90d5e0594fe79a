package io.standpipe.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Signal;
import io.standpipe.Terminal;
import io.standpipe.cli.Main;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.conversation.Expected;
import io.standpipe.conversation.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code talk} on a terminal: types keys and reads the screen. */
@Tag("slow")
class TalkTerminalTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** JLine turns bracketed paste on when it begins to edit a line. */
  private static final String EDITING = "\033[?2004h";

  private static final String UP = "\033OA";
  private static final String CTRL_C = "\003";
  private static final String CTRL_D = "\004";

  @TempDir Path folder;

  private Child child;
  private Conversation screen;

  private void start(String... words) throws IOException {
    String[] all = Stream.concat(Stream.of("talk"), Stream.of(words)).toArray(String[]::new);
    child =
        Command.self(Main.class, all)
            .terminal(Terminal.cooked().size(90, 30))
            .env("TERM", "xterm-256color")
            .start();
    screen = Conversation.with(child.terminal(), ConversationOptions.lines().limit(LIMIT));
  }

  @AfterEach
  void stop() {
    screen.close();
    child.close();
  }

  private void type(String keys) throws IOException {
    screen.write(keys);
  }

  /** Waits for an answer and for the next edited line, in either order. */
  private void answered(String answer) throws IOException {
    String text = Pattern.quote(answer);
    String editing = Pattern.quote(EDITING);
    screen.expect(Pattern.compile("(?s)" + text + ".*?" + editing + "|" + editing + ".*?" + text));
  }

  private void assertDiesOf(Signal signal) throws InterruptedException {
    assertThat(child.await(LIMIT)).contains(new ExitStatus.Signaled(signal, false));
  }

  private void assertExits(int code) throws InterruptedException {
    assertThat(child.await(LIMIT)).contains(new ExitStatus.Exited(code));
  }

  /** All that the screen shows up to the end, as plain text. */
  private String rest() throws IOException {
    return screen
        .expect(Expected.end())
        .before()
        .replaceAll("\033\\[[?>=0-9;]*[A-Za-z]|\033[=>]|\r", "");
  }

  @Test
  void linesAreEditedAndKeptInAHistoryAndAnswersAppear() throws Exception {
    start("--", "sh", "-c", "while read -r l; do echo \"<$l>\"; done; echo bye");
    screen.expect(EDITING);
    type("onx\177e\r");
    answered("<one>");
    type(UP + "\r");
    answered("<one>");

    type(CTRL_D);

    assertThat(rest()).endsWith("bye\n");
    assertExits(0);
  }

  @Test
  void whatTheProgramSaysWhileALineIsTypedStandsAboveIt() throws Exception {
    Path go = folder.resolve("go");
    start("--", "sh", "-c", "while [ ! -e " + go + " ]; do sleep 0.05; done; echo news; cat");
    screen.expect(EDITING);
    type("typed so far");
    screen.expect("typed so far");

    Files.createFile(go);

    screen.expect("news\r\n");
    screen.expect("typed so far"); // again, below
    type(", and on\r");
    answered("typed so far, and on\r\n"); // by cat
    type(CTRL_D);
    assertExits(0);
  }

  @Test
  void aLineThatTheProgramHasNotEndedIsThePrompt() throws Exception {
    start("--", "sh", "-c", "printf 'Name%% '; read n; echo Hello $n; printf 'more> ' >&2; read n");
    screen.expect("Name% ");
    type("Bob\r");
    screen.expect("Hello Bob\r\n");
    screen.expect("more> ");

    type("\r");

    assertThat(rest()).doesNotContain("Name", "Hello");
    assertExits(0);
  }

  @Test
  @Tag("pitfall-53")
  void theAnswerToAPromptForAPasswordIsNeitherShownNorRecordedNorInTheHistory() throws Exception {
    Path record = folder.resolve("record");
    String ask = "printf 'Password: '; read p; echo; echo ${#p} characters; read l; echo \"<$l>\"";
    start("--record", record.toString(), "--", "sh", "-c", ask);
    screen.expect("Password: ");
    type("hunter2\r");
    Match answer = screen.expect("7 characters\r\n");
    type(UP + "x\r");
    Match after = screen.expect("<x>\r\n");

    assertThat(answer.before() + after.before() + rest()).doesNotContain("hunter");
    assertExits(0);
    assertThat(record).content().contains("< 7 characters").doesNotContain("hunter");
  }

  /** No word of the prompts tells; bash turns the echo off after its prompt, getpass before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "read -rs -p 'Enter it: ' p; echo",
        "p=$(python3 -c 'import getpass; print(getpass.getpass(\"Enter it: \"))')",
        "stty -echo; printf 'Enter it: '; read -r p; stty echo; echo",
      })
  @Tag("pitfall-53")
  void whatIsTypedWithoutEchoIsNeitherShownNorRecordedNorInTheHistory(String ask) throws Exception {
    Path record = folder.resolve("record");
    String program =
        "printf 'Name? '; read -r n; " + ask + "; echo ${#p} characters; read -r l; echo \"<$l>\"";
    start("--pty", "--record", record.toString(), "--", "bash", "-c", program);
    screen.expect("Name? ");
    type("bob\r");
    Match before = screen.expect("Enter it: ");
    awaitSetting(" -echo ");
    type("hunter2");
    type("\r");
    Match answer = screen.expect("7 characters\r\n");
    awaitSetting(" echo ");
    type(UP + "x\r");
    Match after = screen.expect("<bobx>\r\n");

    assertThat(before.before()).contains("bob");
    assertThat(answer.before() + after.before() + rest()).doesNotContain("hunter");
    assertExits(0);
    assertThat(Files.readString(record).lines().skip(2))
        .containsExactly(
            "> bob",
            "# the answer to a prompt for a secret is not recorded",
            "< Name? Enter it: ",
            "< 7 characters",
            "> bobx",
            "< <bobx>");
  }

  /** Asks the terminal of the talk's child until stty(1) tells this. */
  private void awaitSetting(String setting) throws Exception {
    ProcessHandle program =
        ProcessHandle.of(child.pid()).orElseThrow().children().findFirst().orElseThrow();
    Path terminal = Files.readSymbolicLink(Path.of("/proc/" + program.pid() + "/fd/0"));
    String asks = "until stty -a <\"$1\" | grep -q -- \"$2\"; do sleep 0.02; done";
    Command.of("sh", "-c", asks, "sh", terminal.toString(), setting).timeout(LIMIT).run();
  }

  @Test
  void aTerminalThatEchoesShowsWhatIsTypedOnce() throws Exception {
    Path record = folder.resolve("record");
    start(
        "--pty", "--record", record.toString(), "--", "sh", "-c", "trap 'echo int' INT; cat; cat");
    screen.expect(EDITING);
    type("one\r");
    answered("one\r\n");
    type("two\r");
    answered("two\r\n");
    type(CTRL_C);
    answered("int\r\n");
    type(CTRL_D);
    assertExits(0);
    assertThat(Files.readString(record).lines().skip(2))
        .containsExactly("> one", "< one", "> two", "< two", "< int");
  }

  @Test
  void controlCInterruptsTheProgramAndAllThatItHasStarted() throws Exception {
    start("--", "sh", "-c", "trap : INT; sleep 1000; echo interrupted; read x; echo got $x");
    screen.expect(EDITING);
    type(CTRL_C);
    answered("interrupted");

    type("on\r");

    screen.expect("got on");
    assertExits(0);
  }

  @Test
  void aProgramThatDiesOfControlCEndsTheTalk() throws Exception {
    start("--", "cat");
    screen.expect(EDITING);
    type("half a line" + CTRL_C);

    assertDiesOf(Signal.INT);
  }

  @Test
  void controlCTwiceEndsTheTalkWhateverTheProgramDoes() throws Exception {
    start("--", "sh", "-c", "trap 'echo no' INT; while :; do sleep 1000; done");
    screen.expect(EDITING);
    type(CTRL_C);
    answered("no\r\n");

    type(CTRL_C);

    assertDiesOf(Signal.INT);
  }

  @Test
  void controlCReachesAProgramThatGoesOnAfterTheEndOfItsInput() throws Exception {
    start("--", "sh", "-c", "cat; echo working; exec sleep 1000");
    screen.expect(EDITING);
    type(CTRL_D);
    screen.expect("working");

    type(CTRL_C);

    assertDiesOf(Signal.INT);
  }

  @Test
  void afterwardsTheTerminalIsAsItWas() throws Exception {
    String talk =
        Command.self(Main.class, "talk", "--", "true").words().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    String onPty = talk.replace("'--'", "'--pty' '--'");
    child =
        Command.of("sh", "-c", "stty -g; " + talk + "; " + onPty + "; stty -g")
            .terminal(Terminal.cooked())
            .env("TERM", "xterm")
            .start();
    screen = Conversation.with(child.terminal(), ConversationOptions.lines().limit(LIMIT));

    List<String> lines = rest().lines().toList();

    assertThat(lines.getLast()).contains(":").isEqualTo(lines.getFirst());
  }

  @Test
  @Tag("pitfall-13")
  void withPtyAllKeysGoToTheProgramOnATerminalAsLargeAsOurs() throws Exception {
    start(
        "--pty",
        "--",
        "sh",
        "-c",
        "trap 'stty size; echo int' INT; stty size; cat; read l; echo $l");
    screen.expect("30 90");
    type("x\r");
    screen.expect("x\r\nx\r\n"); // the echo, then the output of cat
    child.terminal().resize(70, 20);
    type(CTRL_C); // ends cat
    screen.expect("20 70");
    screen.expect("int");
    type("last\r");
    screen.expect("last\r\nlast\r\n");
    assertExits(0);
  }

  @Test
  void withPtyTheProgramIsToldOfANewSize() throws Exception {
    start(
        "--pty",
        "--",
        "sh",
        "-c",
        "trap 'stty size; exit' WINCH; echo up; while :; do sleep 0.05; done");
    screen.expect("up");

    child.terminal().resize(71, 21);

    screen.expect("21 71");
    assertExits(0);
  }

  @Test
  void withPtyOneKeyEndsAProgramThatDoesNot() throws Exception {
    start("--pty", "--", "sh", "-c", "trap '' INT TERM HUP; echo up; while :; do sleep 0.05; done");
    screen.expect("up");

    type("\035");

    assertExits(130);
  }

  @Test
  void aLineThatIsNoMessageIsRefusedAndTheNextOneIsSent() throws Exception {
    start("--framing", "ndjson", "--", "cat");
    screen.expect(EDITING);
    type("oops\r");
    answered("standpipe: write JSON lines");
    type("[1]\r");
    answered("[1]\r\n"); // by cat
    type(CTRL_D);
    assertExits(0);
  }

  static List<Signal> ends() {
    return List.of(Signal.TERM, Signal.HUP, Signal.INT);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aSignalThatEndsItLeavesTheTerminalAsItWasAndSaysNothing(Signal signal) throws Exception {
    for (boolean byKey : new boolean[] {true, false}) {
      String[] words = {"--pty", "--", "sh", "-c", "echo begun; exec sleep 1000"};
      start(byKey ? words : Arrays.copyOfRange(words, 1, words.length));
      screen.expect("begun\r\n");

      child.signal(signal);

      assertDiesOf(signal);
      assertThat(rest()).doesNotContain("defect").doesNotContain("standpipe:");
      stop();
    }
  }
}
