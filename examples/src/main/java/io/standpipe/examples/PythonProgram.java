package io.standpipe.examples;

import io.standpipe.Command;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The Python programs of the examples, with Python's default buffering. With {@code
 * PYTHONUNBUFFERED} in the environment nothing would ever hang.
 */
final class PythonProgram {
  private PythonProgram() {}

  /** {@code python3 NAME ARGUMENT …}. */
  static Command command(String name, String... arguments) {
    return python().args(file(name)).args(arguments);
  }

  /** {@code python3 -u NAME ARGUMENT …}, which holds back no output. */
  static Command unbuffered(String name, String... arguments) {
    return python().args("-u", file(name)).args(arguments);
  }

  private static Command python() {
    return Command.of("python3").withoutEnv("PYTHONUNBUFFERED");
  }

  private static String file(String name) {
    URL place = Objects.requireNonNull(PythonProgram.class.getResource("/" + name), name);
    try {
      return Path.of(place.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("read where " + name + " is: " + place, e);
    }
  }
}
