package io.standpipe.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.examples.recipes.GitObjects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** git cat-file --batch: a text header, then the number of bytes that it gives. */
class GitTest {
  private static final int LARGEST = 100_000;

  @TempDir Path repository;

  @Test
  void everyFileComesByteForByte() throws Exception {
    var random = new Random(4);
    List<String> names = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < Programs.QUESTIONS; i++) {
      byte[] content = new byte[random.nextInt(i % 2 == 0 ? 100 : LARGEST)];
      random.nextBytes(content);
      names.add("file " + i);
      contents.add(content);
      Files.write(repository.resolve(names.getLast()), content);
    }
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "all");

    List<byte[]> answers = GitObjects.files(repository, names);

    assertThat(answers).hasSameSizeAs(contents);
    for (int i = 0; i < contents.size(); i++) {
      assertThat(answers.get(i)).as(names.get(i)).isEqualTo(contents.get(i));
    }
  }

  private void git(String... words) throws Exception {
    Programs.of("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
        .args(words)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .directory(repository)
        .run();
  }
}
