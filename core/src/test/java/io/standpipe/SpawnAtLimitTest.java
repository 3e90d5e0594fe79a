package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.AtLimit;
import io.standpipe.children.Jars;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call of a start that needs a descriptor fails once, really, in a JVM of its own. */
class SpawnAtLimitTest {
  @TempDir private static Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"child", "pipeline", "link", "stdio", "terminal"})
  @Tag("pitfall-21")
  void aStartWithoutDescriptorsIsATypedErrorAndLeavesNothing(String what) throws Exception {
    Path jar = Jars.build(folder, AtLimit.class);
    Output output =
        Command.of("/bin/sh", "-c", "ulimit -n 80; exec \"$@\"", "sh")
            .args(System.getProperty("java.home") + "/bin/java")
            .args("--enable-native-access=ALL-UNNAMED", "-jar", jar.toString(), what)
            .input("")
            .timeout(Duration.ofSeconds(30))
            .capture();
    List<String> report = output.errorText().lines().toList();
    assertThat(report).hasSizeGreaterThan(3);
    for (int free = 0; free < report.size() - 1; free++) {
      assertThat(report.get(free)).isEqualTo(free + " EMFILE");
    }
    assertThat(report.getLast()).isEqualTo(report.size() - 1 + " started");
  }
}
