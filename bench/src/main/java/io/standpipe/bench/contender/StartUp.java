package io.standpipe.bench.contender;

import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.bench.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs a whole process from start to exit, repeated until the time is over. All are started the
 * same way, by Standpipe, which takes less than a millisecond. The first run is not timed, because
 * it may build the command and fills the caches.
 */
final class StartUp {
  static final Map<String, Round> CONTENDERS =
      Map.of(
          "standpipe", millis -> round(millis, standpipe()),
          "python", millis -> round(millis, python()),
          "java", millis -> round(millis, java()));

  private StartUp() {}

  /** {@code standpipe run -- true}. */
  private static Command standpipe() {
    Path launcher = Path.of(System.getProperty("standpipe.bench.home")).resolveSibling("standpipe");
    return Command.of(launcher, "run", "--", "true");
  }

  /** The interpreter itself, because the file on the PATH may be a script that searches for it. */
  private static Command python() throws IOException, InterruptedException {
    String file = Command.of("python3", "-c", "import sys; print(sys.executable)").read();
    return Command.of(Path.of(file), "-c", "import subprocess; subprocess.run(['true'])");
  }

  /** A JVM with default options that prints hello. */
  private static Command java() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return Command.of(java, "-cp", System.getProperty("java.class.path"), Hello.class.getName());
  }

  private static Sample round(long millis, Command command) throws Exception {
    Command silent = command.stdin(Redirect.nothing()).stdout(Redirect.nothing());
    silent.run();
    return Round.forMillis(millis, silent::run);
  }

  /** The smallest program. */
  static final class Hello {
    private Hello() {}

    /** Prints hello. */
    public static void main(String[] args) {
      System.out.println("Hello");
    }
  }
}
