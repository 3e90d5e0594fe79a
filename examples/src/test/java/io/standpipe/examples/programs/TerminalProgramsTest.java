package io.standpipe.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.ExitStatus;
import io.standpipe.Terminal;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.Expected;
import io.standpipe.conversation.Match;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that need a terminal: prompts, line editors with echo, passphrases without. */
class TerminalProgramsTest {
  private static final String INTERRUPT = "\3";

  @TempDir Path folder;

  @Test
  void pythonAnswersAtItsPrompt() throws Exception {
    Command command =
        Programs.of("python3", "-I", "-q", "-i")
            .env("TERM", "dumb")
            .env("PYTHON_BASIC_REPL", "1")
            .terminal();
    try (Child python = command.start();
        Conversation talk = Conversation.with(python, Programs.LINES)) {
      String prompt = ">>> ";
      talk.expect(prompt);
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        boolean wrong = i % 10 == 9;
        talk.write((wrong ? i + " / 0" : "2 ** " + i + " % 1000007") + "\n");
        String expected =
            wrong ? "ZeroDivisionError: division by zero" : Integer.toString(power(i));
        assertThat(lastLine(talk.expect(prompt).before())).isEqualTo(expected);
      }
      talk.write("exit(7)\n");
      talk.expect(Expected.end());
      assertThat(python.await(Programs.LIMIT)).contains(new ExitStatus.Exited(7));
    }
  }

  private static int power(int exponent) {
    int power = 1;
    for (int i = 0; i < exponent; i++) {
      power = power * 2 % 1_000_007;
    }
    return power;
  }

  @Test
  void bashTellsTheCodeOfEachCommandInItsPrompt() throws Exception {
    try (Child bash = bash().start();
        Conversation talk = Conversation.with(bash, Programs.LINES)) {
      Expected prompt = Expected.regex("<(\\d+)> ");
      talk.expect(prompt);
      for (int i = 0; i < Programs.QUESTIONS; i++) {
        talk.write("echo $((" + i + " * 7)); (exit " + i + ")\n");
        Match answer = talk.expect(prompt);
        assertThat(lastLine(answer.before())).isEqualTo(Integer.toString(i * 7));
        assertThat(answer.group(1)).isEqualTo(Integer.toString(i));
      }
    }
  }

  /** The terminal is the controlling one, and a command of bash is its foreground group. */
  @Test
  void ctrlCReachesWhatBashRunsAndNotBash() throws Exception {
    try (Child bash = bash().start();
        Conversation talk = Conversation.with(bash, Programs.LINES)) {
      Expected prompt = Expected.regex("<(\\d+)> ");
      talk.expect(prompt);
      for (int i = 0; i < Programs.QUESTIONS / 10; i++) {
        talk.write("sh -c 'echo run''ning " + i + "; exec sleep 1000'\n");
        talk.expect("running " + i);
        talk.write(INTERRUPT);
        assertThat(talk.expect(prompt).group(1)).isEqualTo("130");
      }
      talk.write("exit 5\n");
      talk.expect(Expected.end());
      assertThat(bash.await(Programs.LIMIT)).contains(new ExitStatus.Exited(5));
    }
  }

  /** bash without the user's start-up files and without coloured line editing. */
  private static Command bash() {
    return Programs.of("bash", "--norc", "--noprofile", "-i")
        .env("PS1", "<$?> ")
        .env("TERM", "dumb")
        .withoutEnv("PROMPT_COMMAND")
        .terminal(Terminal.cooked());
  }

  @Test
  void sshKeygenIsGivenThePassphraseOnItsTerminal() throws Exception {
    Path key = folder.resolve("key");
    String passphrase = "correct horse";
    // One round of the slow hash; more would make two hundred passphrases take minutes.
    Programs.of("ssh-keygen", "-q", "-t", "ed25519", "-a", "1", "-C", "a b")
        .args("-N", passphrase, "-f", key.toString())
        .run();
    String expected = Files.readString(folder.resolve("key.pub")).strip();
    for (int i = 0; i < Programs.QUESTIONS; i++) {
      boolean wrong = i % 10 == 9;
      try (Child keygen = Programs.of("ssh-keygen", "-y", "-f", key.toString()).terminal().start();
          Conversation talk = Conversation.with(keygen, Programs.LINES.transcript(10_000))) {
        talk.expect(Expected.regex("passphrase[^:]*: "));
        talk.sendSecret(wrong ? "wrong one" : passphrase);
        String said = talk.expect(Expected.end()).before().strip();
        if (wrong) {
          assertThat(said).contains("incorrect passphrase");
          assertThat(keygen.await(Programs.LIMIT)).contains(new ExitStatus.Exited(255));
        } else {
          assertThat(said).isEqualTo(expected);
          assertThat(keygen.await(Programs.LIMIT)).contains(new ExitStatus.Exited(0));
        }
        assertThat(talk.transcript().text()).doesNotContain(passphrase, "wrong one");
      }
    }
  }

  /** The last line; lines before it are the echo of the question, if there is one. */
  private static String lastLine(String answer) {
    return answer.lines().toList().getLast().strip();
  }
}
