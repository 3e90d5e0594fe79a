package io.standpipe.cli.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.cli.StandpipeRunner;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
  private static final String ASKER =
      "for n in 1 2; do echo question $n; read answer; echo heard: $answer >&2; done";
  private static final String ANSWERER = "while read q; do echo answer to $q; done";

  @TempDir Path folder;

  @Test
  void twoProgramsTalkUntilBothHaveEnded() throws Exception {
    var result = StandpipeRunner.run("link", "--", "sh", "-c", ASKER, "::", "sh", "-c", ANSWERER);

    result.exits(0).prints("");
    assertThat(result.err())
        .isEqualTo("heard: answer to question 1\nheard: answer to question 2\n");
  }

  @Test
  void theTranscriptShowsBothSidesInOrder() throws Exception {
    var result =
        StandpipeRunner.run(
            "link", "--transcript", "--", "sh", "-c", ASKER, "::", "env", "sh", "-c", ANSWERER);

    result.exits(0).prints("");
    assertThat(result.err().lines().filter(line -> !line.startsWith("heard")))
        .containsExactly(
            "sh > question 1",
            "env> answer to question 1",
            "sh > question 2",
            "env> answer to question 2",
            "sh > [end of output]",
            "env> [end of output]");
  }

  @Test
  void twoProgramsOfTheSameNameAreToldApartByTheirPids() throws Exception {
    var result =
        StandpipeRunner.run(
            "link", "--transcript", "--", "sh", "-c", "echo $$", "::", "/bin/sh", "-c", "cat >&2");

    result.exits(0);
    String pid = result.err().lines().filter(line -> !line.contains(">")).findFirst().orElseThrow();
    assertThat(result.err()).contains("sh[" + pid + "]> " + pid + "\n");
  }

  @Test
  void aLineWithoutAnEndIsShownWhenItsSpeakerPauses() throws Exception {
    // Both wait for ever, because a newline is missing; the transcript shows it.
    String[] words = {
      "link", "--transcript", "--", "sh", "-c", "printf 'Name? '; read n", "::", "head", "-n", "1"
    };
    try (Child child = StandpipeRunner.command(words).stderr(Redirect.pipe()).start();
        var err =
            new BufferedReader(
                new InputStreamReader(child.stderr().inputStream(), StandardCharsets.UTF_8))) {
      assertThat(err.readLine()).isEqualTo("sh  > Name?  [no newline]");
    }
  }

  @Test
  void bytesThatAreNoTextPassUnchangedAndAreShownEscapedAndLogged() throws Exception {
    Path heard = folder.resolve("heard");
    Path log = folder.resolve("log");

    var result =
        StandpipeRunner.run(
            StandpipeRunner.command(
                    "link",
                    "--transcript",
                    "--log",
                    log.toString(),
                    "--",
                    "printf",
                    "\\377\\000a\\303\\251\\n\\303",
                    "::",
                    "sh",
                    "-c",
                    "exec cat >\"$0\"",
                    heard.toString())
                .env("LC_ALL", "C"));

    byte[] expected = {(byte) 0xff, 0, 'a', (byte) 0xc3, (byte) 0xa9, '\n', (byte) 0xc3};
    result.exits(0);
    assertThat(Files.readAllBytes(heard)).isEqualTo(expected);
    assertThat(result.err()).contains("printf> \\xff\\x00aé\n", "printf> \\xc3 [no newline]\n");
    assertThat(JsonLinesLogReader.read(log).bytesOf("A")).isEqualTo(expected);
    assertThat(JsonLinesLogReader.read(log).ended()).containsExactlyInAnyOrder("A", "B");
  }

  @Test
  void aLogThatCannotBeMadeIs125AndNothingIsStarted() {
    Path touched = folder.resolve("touched");
    for (String log : List.of("/no/such/folder/log", folder.toString())) {
      StandpipeRunner.call("link", "--log", log, "--", "touch", touched.toString(), "::", "true")
          .exits(125)
          .saysOneLine("open log " + log + ": ", "; nothing was started");
    }
    assertThat(touched).doesNotExist();
  }

  @Test
  void aFullDiskUnderTheLogIs125AndTheProgramsAreStopped() {
    StandpipeRunner.call("link", "--log", "/dev/full", "--", "yes", "::", "sleep", "1000")
        .exits(125)
        .saysOneLine("write log /dev/full: No space left on device; the programs were stopped");

    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void aFullDiskUnderTheLogIs125AlsoWhereNoProgramFailed() {
    StandpipeRunner.call(
            "link", "--log", "/dev/full", "--", "echo", "hi", "::", "sh", "-c", "read x; :")
        .exits(125)
        .saysOneLine("write log /dev/full: No space left on device");
  }

  @Test
  void aTranscriptThatNobodyReadsEndsTheLinkQuietly() throws Exception {
    String[] words = {"link", "--transcript", "--", "yes", "::", "cat"};

    Command link =
        StandpipeRunner.inShell(
            "{ { \"$@\" 2>&1; echo $? >&3; } | head -n 1 >/dev/null; } 3>&1", words);
    StandpipeRunner.run(link).prints("141\n").saysNothing();
  }

  @Test
  void whenNoneFailedTheCodeIsZeroThoughOneDiedOfSigpipe() throws Exception {
    StandpipeRunner.run("link", "--", "yes", "::", "head", "-n", "1").exits(0).saysNothing();
    StandpipeRunner.run("link", "--", "sh", "-c", "exit 5", "::", "cat")
        .exits(5)
        .saysOneLine("standpipe: link: program 1 of 2, sh -c exit 5: exit status 5");
  }

  @Test
  void aMissingProgramIs127() {
    StandpipeRunner.call("link", "--transcript", "--", "sleep", "1000", "::", "no-such-program")
        .exits(127)
        .saysOneLine("start [\"no-such-program\"]: No such file or directory");

    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  @Tag("pitfall-18")
  void withAFramingMessagesAreShownAndLoggedAndEveryByteStillPasses() throws Exception {
    Path heard = folder.resolve("heard");
    Path log = folder.resolve("log");
    String said = "Content-Length: 4\r\n\r\na\nbcoops\nContent-Length: 1\r\n\r\n\\377";

    var result =
        StandpipeRunner.run(
            "link",
            "--transcript",
            "--framing",
            "content-length",
            "--log",
            log.toString(),
            "--",
            "printf",
            said,
            "::",
            "sh",
            "-c",
            "exec cat >\"$0\"",
            heard.toString());

    result.exits(0);
    List<String> shown = result.err().lines().filter(line -> line.startsWith("printf")).toList();
    assertThat(shown).hasSize(4).startsWith("printf> a\\nbc").endsWith("printf> [end of output]");
    assertThat(shown.get(1)).contains("oops").endsWith(" [not a message]");
    assertThat(shown.get(2)).isEqualTo("printf> \\xff");
    assertThat(Files.size(heard)).isEqualTo(2 * "Content-Length: 4\r\n\r\n".length() + 10);
    List<Map<String, String>> records = JsonLinesLogReader.read(log).of("A");
    assertThat(records).hasSize(4);
    assertThat(records.get(0)).containsEntry("text", "a\nbc");
    assertThat(records.get(1).get("error")).contains("oops");
    assertThat(records.get(2)).containsEntry("base64", "/w==");
  }
}
