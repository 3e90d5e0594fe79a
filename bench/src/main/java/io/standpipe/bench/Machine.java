package io.standpipe.bench;

import io.standpipe.Command;
import io.standpipe.Output;
import io.standpipe.Redirect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes what the figures depend on: the machine, and the versions of all software. */
final class Machine {
  private Machine() {}

  /** The description in one line. */
  static String describe() throws IOException, InterruptedException {
    return Stream.of(
            processors(),
            "Linux " + System.getProperty("os.version"),
            firstLine("getconf", "GNU_LIBC_VERSION"),
            System.getProperty("java.vendor.version", "JDK " + Runtime.version()),
            libraries(),
            firstLine("gcc", "--version").replaceFirst(" .* ", " "),
            firstLine("python3", "--version"),
            pexpect(),
            firstLine("node", "--version").replaceFirst("^v", "Node "),
            socat(),
            firstLine("pv", "--version").replaceFirst(" - .*", ""))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String processors() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
            .map(line -> line.replaceFirst(".*: *", ""))
            .findFirst()
            .orElse(System.getProperty("os.arch"));
    return Runtime.getRuntime().availableProcessors() + " × " + model;
  }

  /** The other libraries, by the names of their jars on the class path. */
  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .map(entry -> String.valueOf(Path.of(entry).getFileName()))
        .filter(jar -> jar.matches("(nuprocess|zt-exec|commons-exec|pty4j)-.*\\.jar"))
        .map(jar -> jar.replaceFirst("^(.*)-([0-9].*)\\.jar$", "$1 $2"))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String pexpect() throws IOException, InterruptedException {
    String version = "import pexpect; print('pexpect', pexpect.__version__)";
    Optional<String> python = Tools.pythonWithPexpect();
    return python.isEmpty() ? "" : Command.of(python.get(), "-c", version).read();
  }

  /** The first line of its output is only its name. */
  private static String socat() throws IOException, InterruptedException {
    return lines("socat", "-V").stream()
        .filter(line -> line.startsWith("socat version"))
        .map(line -> line.replaceFirst("socat version (\\S+).*", "socat $1"))
        .findFirst()
        .orElse("");
  }

  /** A program's version text; empty if the program is missing. */
  private static String firstLine(String... words) throws IOException, InterruptedException {
    return lines(words).stream().findFirst().orElse("").strip();
  }

  private static List<String> lines(String... words) throws IOException, InterruptedException {
    if (Tools.find(words[0]).isEmpty()) {
      return List.of();
    }
    Output output = Command.of(List.of(words)).stdin(Redirect.nothing()).anyExit().capture();
    return new String(output.stdout(), StandardCharsets.UTF_8).lines().toList();
  }
}
