package io.standpipe.children;

import io.standpipe.Command;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Children whose whole text stands in the test that needs them. */
public final class Scripts {
  private Scripts() {}

  /** A script of /bin/sh; {@code arguments} are its {@code $1}, {@code $2} … */
  public static Command sh(String script, String... arguments) {
    return command(List.of("/bin/sh", "-c", script, "sh"), arguments);
  }

  /** A script of Python 3; {@code arguments} are its {@code sys.argv[1:]}. It does not buffer. */
  public static Command python(String script, String... arguments) {
    return command(List.of("python3", "-I", "-u", "-c", script), arguments);
  }

  private static Command command(List<String> start, String... arguments) {
    List<String> words = new ArrayList<>(start);
    words.addAll(Arrays.asList(arguments));
    return Command.of(words);
  }
}
