package io.standpipe.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.framing.FrameException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TalkRecorderTest {
  private static final MessageHandler NOBODY =
      new MessageHandler() {
        @Override
        public void message(byte[] message, boolean whole) {}

        @Override
        public void flush(byte[] begun) {}

        @Override
        public void malformed(FrameException why) {}
      };

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("record");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** As a program with getpass(3): its prompt, no echo, an end of the line by itself. */
  @Test
  @Tag("pitfall-53")
  void theAnswerToAPromptForAPasswordIsNotRecorded() throws Exception {
    try (Child child = Command.of("true").start();
        TalkRecorder recorder = TalkRecorder.of(file(), null)) {
      recorder.started(child);
      MessageHandler heard = recorder.recording(NOBODY);
      heard.flush(bytes("login: "));
      recorder.sent(bytes("bob"), false);
      heard.message(bytes("login: "), true);
      heard.flush(bytes("Password: "));
      recorder.sent(bytes("hunter2"), false);
      heard.message(bytes("Password: "), true);
      heard.flush(bytes(""));
      recorder.sent(bytes("tr0ub4dor"), true);
      recorder.sent(bytes("ls"), false);
    }

    assertThat(Files.readString(file()).lines().skip(2))
        .containsExactly(
            "> bob",
            "< login: ",
            "# the answer to a prompt for a secret is not recorded",
            "< Password: ",
            "# the answer to a prompt for a secret is not recorded",
            "> ls");
  }

  @Test
  @Tag("pitfall-53")
  void onlyTheOwnerMayReadTheRecording() throws Exception {
    Files.writeString(file(), "old");
    try (Child child = Command.of("true").start();
        TalkRecorder recorder = TalkRecorder.of(file(), null)) {
      assertThat(file()).content().as("before the start").isEqualTo("old");
      recorder.started(child);
    }

    assertThat(file()).content().startsWith("# ").doesNotContain("old");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Password: ",
        "[sudo] password for bob: ",
        "bob@host's password:",
        "Enter PIN > ",
        "Enter passphrase for key '/home/bob/.ssh/id': ",
        "Passwort: ",
        "Token? "
      })
  void promptsForSecretsAreRecognised(String prompt) {
    assertThat(SecretPrompt.asksForSecret(prompt)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Name: ", "pins: 3 > ", "your password is safe", "spinning? ", "$ "})
  void otherPromptsAreNot(String prompt) {
    assertThat(SecretPrompt.asksForSecret(prompt)).isFalse();
  }
}
