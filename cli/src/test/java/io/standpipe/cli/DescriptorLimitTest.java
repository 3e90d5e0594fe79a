package io.standpipe.cli;

import io.standpipe.Command;
import io.standpipe.Redirect;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorLimitTest {
  @TempDir Path folder;

  @Test
  @Tag("pitfall-8")
  void moreDescriptorsThanTheLimitIs125AndNothingIsLeft() throws Exception {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -n 80; \"$@\"", "sh"));
    Collections.addAll(words, java(), "--enable-native-access=ALL-UNNAMED", "-cp", classPath());
    Collections.addAll(words, Main.class.getName(), "run", "--", "sleep", "1000");
    for (int i = 0; i < 199; i++) {
      Collections.addAll(words, "::", "cat");
    }

    // The captured standard error ends only when the last program has ended: none is left.
    StandpipeRunner.run(Command.of(words).stdin(Redirect.nothing()))
        .exits(125)
        .saysOneLine("Too many open files", "ulimit -n");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * The class path with its folders packed into jars, as users have it. Without a free descriptor
   * no class in a folder can be loaded, but a jar is open from the start.
   */
  private String classPath() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(element);
      jars.add(Files.isDirectory(path) ? pack(path, jars.size()) : element);
    }
    return String.join(File.pathSeparator, jars);
  }

  private String pack(Path classes, int number) throws IOException {
    Path file = folder.resolve(number + ".jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, jar);
      }
    }
    return file.toString();
  }
}
