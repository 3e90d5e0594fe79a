package io.standpipe.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.cli.Installed;
import io.standpipe.cli.StandpipeRunner;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code talk} without a terminal. */
class TalkTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir Path folder;

  private static StandpipeRunner.Result talk(String input, String... words) throws Exception {
    String[] all = Stream.concat(Stream.of("talk"), Stream.of(words)).toArray(String[]::new);
    return StandpipeRunner.run(StandpipeRunner.command(all).input(input));
  }

  @Test
  void theLinesOfStandardInputAreAnswered() throws Exception {
    Installed.orSkip("bc");

    talk("6 * 7\n2 ^ 10", "--", "bc", "-l").exits(0).prints("42\n1024\n").saysNothing();
  }

  @Test
  @Tag("pitfall-12")
  void whoHoldsItsOutputBackIsCured() throws Exception {
    // One question at a time: the next is sent when the answer has come.
    String program = "import sys\nfor line in sys.stdin: print('got', line.strip())";
    Command command = StandpipeRunner.command("talk", "--", "python3", "-c", program);
    try (Child child = command.piped().start();
        Conversation talk = Conversation.with(child, ConversationOptions.lines().limit(LIMIT))) {
      assertThat(talk.ask("one")).isEqualTo("got one");
      assertThat(talk.ask("two")).isEqualTo("got two");
    }
  }

  @Test
  @Tag("pitfall-12")
  void debugTellsWhichCureItTook() throws Exception {
    assertThat(talk("", "--debug", "--", "python3", "-c", "pass").exits(0).err())
        .isEqualTo("standpipe: started python3 -c pass (buffering: switch)\n");
    assertThat(talk("", "--debug", "--buffering", "as-is", "true").exits(0).err())
        .isEqualTo("standpipe: started true (buffering: as-is)\n");
  }

  @Test
  void aQuestionWithoutANewlineIsShownAtOnce() throws Exception {
    Command command =
        StandpipeRunner.command("talk", "--", "sh", "-c", "printf 'Name? '; read n; echo Hello $n");
    try (Child child = command.piped().start();
        Conversation talk = Conversation.with(child, ConversationOptions.lines().limit(LIMIT))) {
      talk.expect("Name? ");
      talk.send("Bob");
      assertThat(talk.receive()).contains("Hello Bob");
      assertThat(talk.receive()).isEmpty();
    }
  }

  @Test
  @Tag("pitfall-20")
  void theEndOfStandardInputIsAHalfClose() throws Exception {
    talk("a\nb\n", "--", "sh", "-c", "cat >/dev/null; echo last words")
        .exits(0)
        .prints("last words\n");
  }

  @Test
  @Tag("pitfall-26")
  void aLineThatTheProgramDoesNotEndIsPrintedAsItIs() throws Exception {
    talk("", "--", "printf", "a\\nb").exits(0).prints("a\nb");
    talk("", "--framing", "nul", "--", "printf", "a\\0b").exits(0).prints("a\nb");
  }

  @Test
  void theExitCodeIsTheProgramsOwn() throws Exception {
    talk("", "--", "sh", "-c", "exit 7").exits(7).saysNothing();
    talk("", "--", "sh", "-c", "kill -KILL $$")
        .exits(137)
        .saysOneLine("standpipe: talk: sh -c kill -KILL $$: Killed");
    talk("", "--", "no-such-program").exits(127).saysOneLine("No such file or directory");
    talk("", "--", folder.toString()).exits(126).saysOneLine("Is a directory");
  }

  @Test
  void atTheTimeoutTheProgramIsStopped() throws Exception {
    talk("", "--timeout", "500ms", "--", "sh", "-c", "echo here; exec sleep 1000")
        .exits(124)
        .prints("here\n")
        .saysOneLine("talk timed out after 500ms: child ", " still ran; stopped");
  }

  @Test
  @Tag("pitfall-6")
  void aDescendantThatKeepsTheOutputOpenDoesNotHoldItUp() throws Exception {
    String leaves = "sleep 1000 2>/dev/null & echo $!";
    var result = talk("", "--", "sh", "-c", leaves).exits(0);

    long pid = Long.parseLong(result.out().strip());
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  @Test
  void whenNobodyReadsItsOutputItEndsQuietly() throws Exception {
    String script = "{ \"$@\"; echo $? >&2; } | head -n 1";
    StandpipeRunner.run(StandpipeRunner.inShell(script, "talk", "--", "yes"))
        .prints("y\n")
        .saysOneLine("141");
  }

  @Test
  void linesAreSentInTheFramingAndMessagesPrintedAsLines() throws Exception {
    talk("{\"id\":1}\n[]\n", "--framing", "content-length", "--", "cat")
        .exits(0)
        .prints("{\"id\":1}\n[]\n");
    // What the program itself reads and writes.
    talk("abc\n", "--framing", "netstring", "--", "sh", "-c", "printf '%d:' 6; cat; printf ,")
        .exits(0)
        .prints("3:abc,\n");
  }

  @Test
  @Tag("pitfall-18")
  void aStrayPrintIsReportedAndTheTalkGoesOn() throws Exception {
    var result = talk("", "--framing", "ndjson", "--", "printf", "{}\\noops\\n[1]\\n").exits(0);

    result.prints("{}\n[1]\n").saysOneLine("standpipe: read JSON lines: ", "oops");
  }

  @Test
  @Tag("pitfall-18")
  void whereNoFurtherMessageCanBeFoundItEndsWithAnError() throws Exception {
    talk("", "--framing", "netstring", "--", "printf", "hello")
        .exits(125)
        .saysOneLine("read netstring", "hello");
  }

  @Test
  void aLineThatIsNoMessageIsAnError() throws Exception {
    talk("no json\n", "--framing", "ndjson", "--", "cat").exits(125).saysOneLine("JSON");
  }

  @Test
  @Tag("pitfall-13")
  void onATerminalOfItsOwnTheProgramWritesByTheLineAndNothingIsSaidTwice() throws Exception {
    String program = "import sys; print(sys.stdout.isatty(), sys.stdin.isatty(), input())";

    talk("x\n", "--pty", "--", "python3", "-c", program).exits(0).prints("True True x\n");
    talk("a\nb\n", "--pty", "--", "sh", "-c", "cat; echo end").exits(0).prints("a\nb\nend\n");
  }

  @Test
  void toldToEndItStopsTheProgramFirst() throws Exception {
    Command command = StandpipeRunner.command("talk", "--", "sh", "-c", "echo $$; exec sleep 1000");
    try (Child child = command.piped().start();
        Conversation talk = Conversation.with(child, ConversationOptions.lines().limit(LIMIT))) {
      long pid = Long.parseLong(talk.receive().orElseThrow());

      child.signal(Signal.TERM);

      assertThat(child.await(LIMIT)).contains(new ExitStatus.Signaled(Signal.TERM, false));
      assertThat(ProcessHandle.of(pid)).isEmpty();
    }
  }

  @Test
  void theJLineOfTheTerminalIsNotLoadedWhereThereIsNone() throws Exception {
    String log = folder.resolve("classes").toString();
    Command command =
        StandpipeRunner.command("talk", "--", "true")
            .env("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log);

    StandpipeRunner.run(command.stderr(Redirect.nothing())).exits(0);

    assertThat(Files.readAllLines(Path.of(log)))
        .isNotEmpty()
        .noneMatch(line -> line.contains("org.jline"));
  }
}
