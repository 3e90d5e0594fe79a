package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code examples/run}, in a folder with a fake build and JDK that print calls. */
class RunScriptTest {
  private static final String BUILDING = "examples: building, this takes about a minute ...";

  @TempDir Path home;

  @BeforeEach
  void plantTree() throws IOException {
    for (String module : List.of("core", "broker", "kafka", "examples", "examples/kafka")) {
      Files.createDirectories(home.resolve(module + "/src/main"));
      Files.createFile(home.resolve(module + "/pom.xml"));
    }
    Files.createFile(home.resolve("pom.xml"));
    Files.createDirectories(home.resolve("etc"));
    Files.createDirectories(home.resolve("jdk/bin"));
    Path here = Path.of("").toAbsolutePath();
    Files.copy(here.resolve("run"), home.resolve("examples/run"));
    Files.writeString(home.resolve("etc/jdk.sh"), withoutJdksOfTheSystem(here.getParent()));
    script("build", "echo \"$*\" >> \"${0%/*}/built\"; cat");
    script("jdk/bin/java", "for word; do echo \"$word\"; done; cat");
    script("jdk/bin/javac", "");
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
  }

  @Test
  void firstUseBuildsAndSaysSoInOneLine() throws Exception {
    Output output = example("pipe1").capture();

    assertThat(output.errorText().strip()).isEqualTo(BUILDING);
    assertThat(home.resolve("built")).hasContent("-pl examples -am -Dmaven.test.skip compile");
  }

  @Test
  void laterUsesStartAtOnce() throws Exception {
    example("pipe1").capture();
    Output second = example("pipe2").capture();

    assertThat(second.errorText()).isEmpty();
    assertThat(Files.readAllLines(home.resolve("built"))).hasSize(1);
  }

  @Test
  void sourceThatHasChangedIsBuiltAgain() throws Exception {
    example("pipe1").capture();
    Path source = Files.createFile(home.resolve("core/src/main/Pipe.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(3600)));

    assertThat(example("pipe1").capture().errorText().strip()).isEqualTo(BUILDING);
  }

  @Test
  void theOneWithKafkaIsAModuleOfItsOwnWithItsLibraries() throws Exception {
    Path target = Files.createDirectories(home.resolve("examples/kafka/target"));
    Files.writeString(target.resolve("libraries"), "/m2/kafka.jar:/m2/scala.jar");

    String text = example("kafka").read();

    assertThat(home.resolve("built"))
        .hasContent("-pl examples/kafka -am -Dmaven.test.skip process-classes");
    assertThat(text)
        .endsWith(
            """
            -cp
            %1$s/core/target/classes:%1$s/broker/target/classes:%1$s/kafka/target/classes:\
            %1$s/examples/kafka/target/classes:/m2/kafka.jar:/m2/scala.jar
            io.standpipe.examples.kafka.KilledProgram\
            """
                .formatted(home));
    assertThat(example("kafka").capture().errorText()).isEmpty();
    Path source = Files.createFile(home.resolve("broker/src/main/Node.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(3600)));
    assertThat(example("kafka").capture().errorText().strip()).isEqualTo(BUILDING);
  }

  @Test
  void optionsAndStandardInputReachTheProgramOnTheFirstUseToo() throws Exception {
    String text = example("fifo").args("-child", "--path", "a b").input("to the program\n").read();

    assertThat(text)
        .isEqualTo(
            """
            @%1$s/etc/jvm.args
            -cp
            %1$s/core/target/classes:%1$s/examples/target/classes
            io.standpipe.examples.NamedPipe
            -child
            --path
            a b
            to the program\
            """
                .formatted(home));
  }

  @Test
  void everyProgramOfTheFiveHasAMainClass() throws Exception {
    for (String name : new String[] {"pipe1", "pipe2", "spawn", "deadlock", "fifo"}) {
      String main =
          example(name)
              .input("")
              .read()
              .lines()
              .filter(line -> line.startsWith("io."))
              .findFirst()
              .orElseThrow();
      assertThat(Class.forName(main).getMethod("main", String[].class)).isNotNull();
    }
  }

  @Test
  void buildThatFailsShowsItsEndAndExits125() throws Exception {
    script("build", "echo 'line 7: not Java'; exit 1");
    Output output = example("pipe1").success(125).capture();

    assertThat(output.errorText()).contains("the build failed").contains("line 7: not Java");
  }

  @Test
  void withoutAJdkThereIsOneLineAndExit125() throws Exception {
    Output output = example("pipe1").withoutEnv("JAVA_HOME").success(125).capture();

    assertThat(output.errorText()).contains("no JDK 25 or newer found").hasLineCount(1);
    assertThat(home.resolve("built")).doesNotExist();
  }

  @Test
  void unknownProgramIsWrongUsage() throws Exception {
    Output output = example("pipe3").success(2).capture();

    assertThat(output.errorText()).startsWith("usage: ./examples/run pipe1|").hasLineCount(1);
  }

  @Test
  void helpIsNoError() throws Exception {
    Output output = example("--help").capture();

    assertThat(output.text()).startsWith("usage: ./examples/run pipe1|").hasLineCount(1);
    assertThat(output.errorText()).isEmpty();
  }

  /** An environment without java on the PATH and without a home folder to search. */
  private Command example(String name) throws IOException {
    return Command.of(home.resolve("examples/run"), name)
        .env("PATH", tools().toString())
        .env("HOME", home.toString())
        .env("JAVA_HOME", home.resolve("jdk").toString())
        .input("");
  }

  private Path tools() throws IOException {
    Path tools = Files.createDirectories(home.resolve("tools"));
    for (String tool : new String[] {"dirname", "mkdir", "find", "tail", "cat", "flock"}) {
      for (String folder : System.getenv("PATH").split(":", -1)) {
        Path file = Path.of(folder, tool);
        if (Files.isExecutable(file) && !Files.exists(tools.resolve(tool))) {
          script("tools/" + tool, "exec \"" + file + "\" \"$@\"");
        }
      }
    }
    return tools;
  }

  /** The real search for a JDK, but with the usual folders inside this folder. */
  private String withoutJdksOfTheSystem(Path root) throws IOException {
    return Files.readString(root.resolve("etc/jdk.sh"))
        .replaceAll("(?<= )/(usr|opt)/", home + "/$1/");
  }

  private void script(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
