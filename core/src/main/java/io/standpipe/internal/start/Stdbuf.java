package io.standpipe.internal.start;

import io.standpipe.internal.posix.Posix;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code stdbuf -oL} does to a program: it sets variables, and executes it. Here they are set
 * in the program's own environment, so that an error at its start is still an exception, and not
 * stdbuf's exit code 127. The path of its library differs between systems, so stdbuf itself is run
 * once to tell it.
 */
final class Stdbuf {
  private static final String PRELOAD = "LD_PRELOAD";
  private static final Map<String, Map<String, String>> ASKED = new ConcurrentHashMap<>();

  private Stdbuf() {}

  /**
   * The command with the variables.
   *
   * @throws io.standpipe.error.ProgramNotFoundException if there is no stdbuf
   */
  static CommandSpec addTo(Posix posix, CommandSpec command) throws IOException {
    CommandSpec fixed = command;
    for (Map.Entry<String, String> variable : variables(posix, command).entrySet()) {
      String name = variable.getKey();
      String value = variable.getValue();
      String before = name.equals(PRELOAD) ? command.environment().get(posix, name) : null;
      fixed =
          fixed.withVariable(
              name, before == null || before.isEmpty() ? value : before + ":" + value);
    }
    return fixed;
  }

  private static Map<String, String> variables(Posix posix, CommandSpec command)
      throws IOException {
    String tried = "start " + command + " with its output line-buffered by stdbuf";
    String stdbuf = new ProgramLookup(posix, () -> tried).find("stdbuf", Environment.OWN);
    Map<String, String> known = ASKED.get(stdbuf);
    if (known == null) {
      known = ask(posix, stdbuf);
      ASKED.put(stdbuf, known); // two threads may both have asked, and got the same answer
    }
    return known;
  }

  private static Map<String, String> ask(Posix posix, String stdbuf) throws IOException {
    CommandSpec env =
        new CommandSpec(List.of(stdbuf, "-oL", "env"))
            .withEnvironment(Environment.OWN.with(PRELOAD, null));
    return variablesOf(HelperProgram.output(posix, env, stdbuf));
  }

  private static Map<String, String> variablesOf(String lines) {
    var variables = new HashMap<String, String>();
    lines
        .lines()
        .filter(line -> line.startsWith(PRELOAD + "=") || line.startsWith("_STDBUF_"))
        .map(line -> line.split("=", 2))
        .forEach(pair -> variables.put(pair[0], pair[1]));
    return variables;
  }
}
