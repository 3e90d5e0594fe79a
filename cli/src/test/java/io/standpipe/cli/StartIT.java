package io.standpipe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the launcher after packaging and checks that classes come from the AOT cache. */
class StartIT {
  private static final Path LAUNCHER = Path.of("..", "standpipe").toAbsolutePath().normalize();
  private static final String CACHED = "source: shared objects file";

  @TempDir Path folder;

  private Path log;

  /** A JDK whose java is the real one, with a log of where each class came from. */
  @BeforeEach
  void plantJdk() throws IOException {
    Path real = Path.of(System.getProperty("java.home"));
    log = folder.resolve("classes");
    Files.createDirectories(folder.resolve("jdk/bin"));
    Files.createSymbolicLink(folder.resolve("jdk/release"), real.resolve("release"));
    Files.createSymbolicLink(folder.resolve("jdk/bin/javac"), real.resolve("bin/javac"));
    // The first word is the file of arguments, which turns logging off; so the log option follows.
    Path java = folder.resolve("jdk/bin/java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        arguments=$1
        shift
        exec '%s/bin/java' "$arguments" '-Xlog:class+load:file=%s' "$@"
        """
            .formatted(real, log));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
  }

  /** Also behind Kafka's jars, with the JVM for long runs. */
  @ParameterizedTest
  @ValueSource(
      strings = {"run -- true", "talk -- true", "--help", "fifo ls .", "fifo ls --help kafka:x"})
  void everyClassOfOursAndOfPicocliComesFromTheCache(String words) throws Exception {
    start(words).capture();

    List<String> classes =
        Files.readAllLines(log).stream()
            .filter(line -> line.matches(".*\\] (io\\.standpipe|picocli)\\..*"))
            .toList();
    assertThat(classes).filteredOn(line -> line.contains(" picocli.")).hasSizeGreaterThan(50);
    assertThat(classes).filteredOn(line -> line.contains(" io.standpipe.")).hasSizeGreaterThan(30);
    // The JDK generates the class behind a switch over types in each process.
    assertThat(classes)
        .filteredOn(not(line -> line.contains("$$TypeSwitch/")))
        .allMatch(line -> line.contains(CACHED));
  }

  /**
   * Classes that only another command needs are not even looked up. A start has those that describe
   * the doctor for --help, because it loads all that is in the cache.
   */
  @Test
  void aRunKnowsNothingOfTheDoctor() throws Exception {
    start("run -- true").capture();

    Pattern described =
        Pattern.compile(
            " io\\.standpipe\\.cli\\.doctor\\.(DoctorCommand|PidConverter|PortConverter) ");
    assertThat(Files.readAllLines(log))
        .isNotEmpty()
        .filteredOn(
            line -> line.contains(" io.standpipe.cli.doctor.") || line.contains("httpserver"))
        .allMatch(line -> described.matcher(line).find());
  }

  /** Proxies, which annotations cause, take milliseconds each and cannot be cached. */
  @Test
  void noProxyClassIsMade() throws Exception {
    start("run -- true").capture();

    assertThat(Files.readAllLines(log)).isNotEmpty().noneMatch(line -> line.contains("$Proxy"));
  }

  @Test
  void theThreadsThatSigquitPrintsAreNoDataOfTheProgram() throws Exception {
    String quits = "read line; kill -QUIT $PPID; read line; echo data";
    Command command = Command.of(LAUNCHER.toString(), "run", "--", "sh", "-c", quits).piped();
    try (Child child = command.stderr(Redirect.pipe()).start();
        var errors =
            new BufferedReader(new InputStreamReader(child.stderr().inputStream(), UTF_8))) {
      child.stdin().write("\n");
      assertThat(errors.readLine()).matches("20..-..-.. ..:..:..");
      child.stdin().write("\n");
      child.stdin().close();

      assertThat(new String(child.stdout().readAllBytes(), UTF_8)).isEqualTo("data\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 14, 15, 16, 17, 18, 20})
  void withTooFewDescriptorsItSaysSoInOneLine(int limit) throws Exception {
    String script = "ulimit -n $0; exec \"$@\"";
    String number = Integer.toString(limit);
    Command command =
        Command.of("sh", "-c", script, number, LAUNCHER.toString(), "run", "--", "echo", "hi");
    var result = StandpipeRunner.run(command.stdin(Redirect.nothing()));

    if (result.code() == 0) { // how many are enough depends on the JDK
      result.prints("hi\n").saysNothing();
    } else {
      result.exits(125).saysOneLine("Too many open files", "ulimit -n");
      // Without a descriptor to watch it by, the program is killed, but may have printed.
      assertThat(result.out()).isIn("", result.err().contains("it ran") ? "hi\n" : "");
    }
  }

  @Test
  @Tag("pitfall-39")
  @Tag("pitfall-40")
  void whatTheCallerGaveReachesTheProgram() throws Exception {
    String given = "echo $(ls /proc/self/fd); grep SigIgn /proc/self/status; cat <&7";
    Command command =
        Command.of(LAUNCHER.toString(), "run", "--", "sh", "-c", given)
            .fd(7, Redirect.from(Files.writeString(folder.resolve("seven"), "seven\n")))
            .ignoring(Signal.HUP, Signal.PIPE, Signal.QUIT, Signal.USR2);

    // ls has one more open, the folder that it lists.
    assertThat(command.read()).isEqualTo("0 1 2 3 7\nSigIgn:\t0000000000001805\nseven");
  }

  private Command start(String words) {
    return Command.of(LAUNCHER.toString())
        .args(words.split(" "))
        .env("JAVA_HOME", folder.resolve("jdk").toString());
  }
}
