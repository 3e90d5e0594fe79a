package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process whose own streams are closed starts its children as well as any. */
class BadInputTest {
  /** Copies the links that say what its standard streams are; where one is closed there is none. */
  private static final String TELLS = "for n in 0 1 2; do cp -P /proc/$$/fd/$n \"$1.$n\"; done; :";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2", "01", "02", "12", "012"})
  void whereAStreamIsClosedHereAChildFindsNoStrangersFileInItsPlace(String closed)
      throws Exception {
    Path told = folder.resolve("told");
    Command child = Command.self(Runs.class, "/bin/sh", "-c", TELLS, "sh", told.toString());
    String redirections = closed.replaceAll("(.)", " $1>&-");
    Command.of("/bin/sh", "-c", "exec \"$@\"" + redirections, "sh")
        .args(child.words().toArray(String[]::new))
        .input("")
        .timeout(Duration.ofSeconds(20))
        .capture();
    for (int n = 0; n <= 2; n++) {
      Path link = folder.resolve("told." + n);
      String stream = Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
      Files.deleteIfExists(link);
      if (closed.contains(Integer.toString(n))) {
        assertThat(stream).as("descriptor %d", n).isIn("", "/dev/null");
      } else {
        assertThat(stream).as("descriptor %d", n).startsWith("pipe:");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", ">&- 2>&-", "<&- >&- 2>&-"})
  void whereStreamsAreClosedHereInputStillReachesAChildAndEnds(String closed) throws Exception {
    Path told = folder.resolve("told");
    Command child = Command.self(Runs.class, "--input", "/bin/sh", "-c", "cat >" + told);
    Command.of("/bin/sh", "-c", "exec \"$@\" " + closed, "sh")
        .args(child.words().toArray(String[]::new))
        .timeout(Duration.ofSeconds(20))
        .run();
    assertThat(told).hasContent("input");
  }
}
