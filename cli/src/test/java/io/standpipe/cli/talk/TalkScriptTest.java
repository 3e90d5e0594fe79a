package io.standpipe.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.cli.StandpipeRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code talk --script} and {@code --record}. */
@Tag("slow")
class TalkScriptTest {
  /** Repeats each line twice, and says bye at the end. */
  private static final String[] ECHO = {
    "--", "sh", "-c", "while read -r l; do echo \"$l$l\"; done; echo bye"
  };

  @TempDir Path folder;
  private Path script;

  @BeforeEach
  void choosePath() {
    script = folder.resolve("script");
  }

  private StandpipeRunner.Result play(String text, String... options) throws Exception {
    Files.writeString(script, text);
    return StandpipeRunner.run(words(options, "--script", script.toString()));
  }

  private static String[] words(String[] options, String option, String value) {
    var words = new ArrayList<>(List.of("talk", option, value));
    words.addAll(List.of(options.length > 0 ? options : ECHO));
    return words.toArray(String[]::new);
  }

  @Test
  void aScriptThatIsRightSaysNothing() throws Exception {
    play("# twice\n> a\n< aa\n\n> b\n< /[b]{2}/\n< bye\n").exits(0).prints("").saysNothing();
  }

  @Test
  void aDifferenceIsShownWithItsLineAndIs1() throws Exception {
    play("# twice\n> a\n< ab\n")
        .exits(1)
        .prints("")
        .saysOneLine("script " + script + ": line 3: expected \"ab\", but \"aa\" came");
    play("> a\n< /a+b/\n").exits(1).saysOneLine("line 2: expected /a+b/, but \"aa\" came");
  }

  @Test
  void anEndWhereMoreWasExpectedIsADifference() throws Exception {
    play("< x\n", "--", "true")
        .exits(1)
        .saysOneLine("line 1: expected \"x\", but the other side has ended");
  }

  @Test
  void whatComesAfterTheLastLineIsADifference() throws Exception {
    play("> a\n< aa\n").exits(1).saysOneLine("line 3: expected the end, but \"bye\" came");
  }

  @Test
  void whereAllIsRightTheExitCodeIsTheProgramsOwn() throws Exception {
    play("< x\n", "--", "sh", "-c", "echo x; exit 3").exits(3).saysNothing();
  }

  @Test
  void noAnswerInTimeIs124() throws Exception {
    play("> a\n< aa\n", "--timeout", "500ms", "--", "sleep", "1000")
        .exits(124)
        .saysOneLine("script " + script + ": line 2 of the script: ", " timed out after 500ms");
  }

  @Test
  void aLineThatIsNoneOfAScriptIs2AndNothingIsStarted() throws Exception {
    Path touched = folder.resolve("touched");

    play("> a\nb\n", "--", "touch", touched.toString())
        .exits(2)
        .saysOneLine("read script " + script + ": line 2 of a transcript, ");

    assertThat(touched).doesNotExist();
  }

  @Test
  void aScriptThatIsNotThereIs125() {
    StandpipeRunner.call("talk", "--script", "/no/such", "--", "true")
        .exits(125)
        .saysOneLine("read script /no/such: No such file or directory");
    StandpipeRunner.call("talk", "--script", "/tmp", "--", "true")
        .exits(125)
        .saysOneLine("read script /tmp: Is a directory");
  }

  @Test
  void withAFramingMessagesArePlayed() throws Exception {
    play(
            "> {\"id\":1}\n< {\"id\":1}\n> two\n>| lines\n< two\n<| lines\n",
            "--framing",
            "content-length",
            "--",
            "cat")
        .exits(0)
        .saysNothing();
  }

  @Test
  void aRecordCanBePlayed() throws Exception {
    Path record = folder.resolve("record");
    StandpipeRunner.run(
            StandpipeRunner.command(words(ECHO, "--record", record.toString())).input("a\n/b/\n"))
        .exits(0)
        .prints("aa\n/b//b/\nbye\n");

    assertThat(Files.readString(record).replaceAll("# 2\\S+Z", "# TIME"))
        .startsWith("# TIME\n# sh -c while read -r l; do ")
        .contains("(buffering: ")
        .contains("> a\n", "< aa\n", "> /b/\n", "< bye\n");
    StandpipeRunner.run("talk", "--script", record.toString(), ECHO[0], ECHO[1], ECHO[2], ECHO[3])
        .exits(0)
        .saysNothing();
  }

  @Test
  void aRecordThatCannotBeMadeIs125AndNothingIsStarted() {
    Path touched = folder.resolve("touched");

    StandpipeRunner.call("talk", "--record", folder.toString(), "--", "touch", touched.toString())
        .exits(125)
        .saysOneLine("open record " + folder + ": ", "; nothing was started");

    assertThat(touched).doesNotExist();
  }

  @Test
  void aFullDiskUnderTheRecordIs125() throws Exception {
    StandpipeRunner.run("talk", "--record", "/dev/full", "--", "echo", "hi")
        .exits(125)
        .prints("hi\n")
        .saysOneLine("write record /dev/full: No space left on device");
  }

  @Test
  void aRecordOverItsOwnScriptIsRefusedAndWhatIsInItStays() throws Exception {
    play("> a\n< aa\n< bye\n", "--record", script.toString(), "--", "cat")
        .exits(2)
        .saysOneLine("--script and --record name the same file, " + script);
    assertThat(script).hasContent("> a\n< aa\n< bye\n");
  }

  @Test
  void aRecordStaysAsItWasWhereNothingIsStarted() throws Exception {
    Path record = Files.writeString(folder.resolve("record"), "> precious\n");
    Path fresh = folder.resolve("fresh");

    for (Path path : List.of(record, fresh)) {
      StandpipeRunner.run("talk", "--record", path.toString(), "--", "/no/such/program").exits(127);
    }

    assertThat(record).hasContent("> precious\n");
    assertThat(fresh).doesNotExist();
    StandpipeRunner.run("talk", "--record", record.toString(), "--", "echo", "hi").exits(0);
    assertThat(Files.readString(record)).startsWith("# 2").endsWith("< hi\n");
  }

  /** A carriage return and Unicode's line separators can occur in the middle of a message. */
  @Test
  void aRecordOfAnyTextCanBePlayed() throws Exception {
    Path record = folder.resolve("record");
    StandpipeRunner.run(
            StandpipeRunner.command("talk", "--record", record.toString(), "--", "cat")
                .input("a\rb\u2028c\u0085d\n"))
        .exits(0);
    StandpipeRunner.run("talk", "--script", record.toString(), "--", "cat").exits(0).saysNothing();
  }

  @Test
  void aRecordOfWhatIsNoTextIsWarnedOf() throws Exception {
    Path record = folder.resolve("record");
    StandpipeRunner.run("talk", "--record", record.toString(), "--", "printf", "\\377\n\\376\n")
        .exits(0)
        .saysOneLine("record " + record + ": a message is not UTF-8");
    assertThat(Files.readString(record)).contains("# the next message is not UTF-8");
  }

  @Test
  @Tag("pitfall-14")
  void aScriptIsPlayedWhateverThePipesHold() throws Exception {
    play("> line\n".repeat(30_000) + "< line\n".repeat(30_000), "--", "cat").exits(0);
    String large = "L".repeat(400_000);
    play("> " + large + "\n< " + large + "\n", "--", "cat").exits(0).saysNothing();
  }

  /** The input ends after the answers, because a program at work would miss Ctrl-D. */
  @Test
  void onATerminalOfItsOwnTheInputEndsAfterTheAnswers() throws Exception {
    String slow =
        "import time\nfor q in open(0):\n  time.sleep(.3); print(q.strip() * 2, flush=True)";
    play("> a\n> b\n< aa\n< bb\n", "--pty", "--", "python3", "-c", slow).exits(0).saysNothing();
    play("> b\n> a\n< a\n< b\n", "--pty", "--", "sort").exits(0).saysNothing();
  }
}
