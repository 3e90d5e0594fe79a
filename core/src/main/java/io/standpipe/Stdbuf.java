package io.standpipe;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Posix;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code stdbuf -oL} does to a program: it sets variables, and executes it. Here they are set
 * in the program's environment, so that an error at its start is still reported as such, and not as
 * stdbuf's exit code 127. Where the library lies differs, so stdbuf itself is asked, once.
 */
final class Stdbuf {
  private static final String PRELOAD = "LD_PRELOAD";
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Map<String, Map<String, String>> ASKED = new ConcurrentHashMap<>();

  private Stdbuf() {}

  /**
   * The command with the variables.
   *
   * @throws ErrnoException {@code ENOENT} where there is no stdbuf
   */
  static Command addTo(Posix posix, Command command) throws IOException {
    Command cured = command;
    for (Map.Entry<String, String> variable : variables(posix, command).entrySet()) {
      String name = variable.getKey();
      String value = variable.getValue();
      String before = name.equals(PRELOAD) ? command.environment().get(posix, name) : null;
      cured = cured.env(name, before == null || before.isEmpty() ? value : before + ":" + value);
    }
    return cured;
  }

  private static Map<String, String> variables(Posix posix, Command command) throws IOException {
    String tried = "start " + command + " with its output buffered by the line by stdbuf";
    String stdbuf = new ProgramLookup(posix, () -> tried).find("stdbuf", Environment.OWN);
    Map<String, String> known = ASKED.get(stdbuf);
    if (known == null) {
      known = ask(stdbuf);
      ASKED.put(stdbuf, known); // two threads may both have asked, and heard the same
    }
    return known;
  }

  private static Map<String, String> ask(String stdbuf) throws IOException {
    Command env = Command.of(stdbuf, "-oL", "env").withoutEnv(PRELOAD).timeout(LIMIT);
    var variables = new HashMap<String, String>();
    try {
      env.read()
          .lines()
          .filter(line -> line.startsWith(PRELOAD + "=") || line.startsWith("_STDBUF_"))
          .map(line -> line.split("=", 2))
          .forEach(pair -> variables.put(pair[0], pair[1]));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking " + env);
    }
    return variables;
  }
}
