package io.standpipe.examples.programs;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.standpipe.Command;
import io.standpipe.conversation.ConversationOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that tests talk with. If one is missing, a test is skipped with a message; in CI,
 * where {@code .ci/run} has installed them, it fails instead.
 */
public final class Programs {
  /** The number of questions for each program. */
  static final int QUESTIONS = 200;

  /** Far longer than an answer takes on a loaded machine, and shorter than a test may take. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  /** A conversation line by line. */
  static final ConversationOptions LINES = ConversationOptions.lines().limit(LIMIT);

  /** The folder into which etc/npm/install puts programs. */
  private static final Path NPM =
      Path.of("").toAbsolutePath().resolveSibling("target/npm/node_modules/.bin");

  private Programs() {}

  /** A program on the PATH. */
  public static Command of(String program, String... arguments) {
    if (find(program).isEmpty()) {
      absent("there is no " + program + " on the PATH; .ci/run installs it");
    }
    return Command.of(program, arguments);
  }

  /** A program from npm. */
  public static Command fromNpm(String program, String... arguments) {
    of("node");
    Path file = NPM.resolve(program);
    if (!Files.isExecutable(file)) {
      absent("there is no " + program + " in target/npm; etc/npm/install puts it there");
    }
    return Command.of(file, arguments);
  }

  private static Optional<Path> find(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void absent(String what) {
    if ("true".equals(System.getenv("CI"))) {
      fail(what);
    }
    abort("SKIPPED: " + what);
  }
}
