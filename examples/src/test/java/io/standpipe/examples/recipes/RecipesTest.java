package io.standpipe.examples.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Command;
import io.standpipe.Redirect;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipesTest {
  @TempDir Path folder;

  @Test
  void branchOfARepository() throws Exception {
    git("init", "--quiet", "--initial-branch", "main");

    assertThat(RunAProgram.branch(folder)).isEqualTo("main");
  }

  @Test
  void everyWayInWhichAProgramGoesWrongIsTold() throws Exception {
    assertThat(RunAProgram.tell(Command.shell("echo text"))).isEqualTo("it wrote text");
    assertThat(RunAProgram.tell(Command.shell("printf oh >&2; exit 3")))
        .isEqualTo("it ended with code 3: oh");
    assertThat(RunAProgram.tell(Command.shell("kill -KILL $$")))
        .isEqualTo("it was ended by SIGKILL");
    assertThat(RunAProgram.tell(Command.of("no-such-program")))
        .isEqualTo("it could not be started: ENOENT");
    assertThat(RunAProgram.tell(Command.of(folder))).isEqualTo("it could not be started: EISDIR");
  }

  @Test
  @Tag("slow")
  void programThatDoesNotEndIsStopped() throws Exception {
    assertThat(RunAProgram.tell(Command.of("sleep", "1000"))).isEqualTo("it was stopped after 5 s");
  }

  @Test
  void anotherCodeThanZeroIsAnAnswer() throws Exception {
    assertThat(RunAProgram.isSorted("a\nb\n")).isTrue();
    assertThat(RunAProgram.isSorted("b\na\n")).isFalse();
  }

  @Test
  void javaBetweenTwoProgramsMasksEveryAddress() throws Exception {
    Path log = folder.resolve("log.gz");
    Path masked = folder.resolve("masked.gz");
    String line = "10.1.2.3 caf\u00e9 and 192.168.0.17\n";
    Command.of("gzip").input(line.repeat(100_000)).stdout(Redirect.to(log)).run();

    JavaInAPipeline.mask(log, masked);

    String expected = "0.0.0.0 caf\u00e9 and 0.0.0.0\n".repeat(100_000);
    assertThat(Command.of("gzip", "-dc").stdin(Redirect.from(masked)).readBytes())
        .isEqualTo(expected.getBytes(UTF_8));
  }

  @Test
  void javaInFrontOfPrograms() throws Exception {
    assertThat(JavaInAPipeline.greatest(List.of(7, 42, 9))).isEqualTo("42");
  }

  @Test
  void gitHandsOutFilesByteForByte() throws Exception {
    byte[] bytes = new byte[70_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Files.write(folder.resolve("bytes"), bytes);
    Files.writeString(folder.resolve("text"), "no line end");
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "two files");

    assertThat(GitObjects.files(folder, List.of("bytes", "text")))
        .containsExactly(bytes, "no line end".getBytes(UTF_8));
    assertThatThrownBy(() -> GitObjects.files(folder, List.of("absent")))
        .isInstanceOf(FileNotFoundException.class);
  }

  private void git(String... words) throws Exception {
    Command.of("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
        .args(words)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .directory(folder)
        .run();
  }
}
