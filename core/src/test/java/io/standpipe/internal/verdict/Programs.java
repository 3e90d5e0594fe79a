package io.standpipe.internal.verdict;

import io.standpipe.Command;
import io.standpipe.testing.Installed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The programs of our own that the doctor is tried on: Python, and C where there is a compiler. */
public final class Programs {
  private static final Map<String, Path> COMPILED = new ConcurrentHashMap<>();

  private Programs() {}

  /** The words that run {@code NAME.py}. */
  static List<String> python(String name, String... arguments) {
    return words(List.of("python3", "-I", source(name + ".py").toString()), arguments);
  }

  /**
   * The words that run {@code NAME.c}, compiled; the test is skipped where there is no compiler.
   */
  public static List<String> c(String name, String... arguments) {
    return words(List.of(COMPILED.computeIfAbsent(name, Programs::compile).toString()), arguments);
  }

  private static List<String> words(List<String> start, String... arguments) {
    List<String> words = new ArrayList<>(start);
    words.addAll(List.of(arguments));
    return words;
  }

  private static Path compile(String name) {
    Installed.orSkip("cc");
    try {
      Path program = Files.createTempDirectory("doctor").resolve(name);
      program.toFile().deleteOnExit();
      Command.of("cc", "-O1", "-o", program.toString(), source(name + ".c").toString()).run();
      return program;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Path source(String file) {
    try {
      return Path.of(Programs.class.getResource(file).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
