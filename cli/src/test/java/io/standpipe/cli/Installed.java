package io.standpipe.cli;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Checks for real programs that a test needs. */
public final class Installed {
  private Installed() {}

  /**
   * Skips the test with a message if no folder of PATH has the program. In CI, where {@code
   * .ci/run} has installed it, the test fails instead.
   */
  public static void orSkip(String program) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (there) {
      return;
    }
    String what = "there is no " + program + " on the PATH; .ci/run installs it";
    if ("true".equals(System.getenv("CI"))) {
      fail(what);
    }
    abort("SKIPPED: " + what);
  }
}
