package io.standpipe.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Real programs that a test talks to. */
public final class Installed {
  private Installed() {}

  /** Skips the test, and says so, where no folder of PATH has this program. */
  public static void orSkip(String program) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeTrue(there, "SKIPPED: there is no " + program + " here");
  }
}
