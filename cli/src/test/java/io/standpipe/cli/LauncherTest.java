package io.standpipe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.standpipe.Command;
import io.standpipe.Output;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code ./standpipe}, in a folder with a fake build and a fake JDK that print calls.
 */
class LauncherTest {
  private static final String LIBRARY = "cli/target/standpipe/lib";
  private static final String CACHE = "cli/target/standpipe/jdk-25.0.3.aot";

  @TempDir Path home;

  @BeforeEach
  void plantTree() throws IOException {
    for (String module : List.of("core", "kafka", "cli")) {
      Files.createDirectories(home.resolve(module + "/src/main"));
      Files.createFile(home.resolve(module + "/pom.xml"));
    }
    for (String folder : List.of("etc", "jdk/bin")) {
      Files.createDirectories(home.resolve(folder));
    }
    for (String file : List.of("pom.xml", "etc/jvm.args")) {
      Files.createFile(home.resolve(file));
    }
    Path root = Path.of("").toAbsolutePath().getParent();
    Files.copy(root.resolve("standpipe"), home.resolve("standpipe"));
    // The real search for a JDK, but with the usual folders inside this folder.
    String jdk = Files.readString(root.resolve("etc/jdk.sh"));
    Files.writeString(
        home.resolve("etc/jdk.sh"), jdk.replaceAll("(?<= )/(usr|opt)/", home + "/$1/"));
    script(
        "build",
        """
        cd "${0%%/*}" && echo "$*" >>built
        mkdir -p %1$s && : >%1$s/standpipe-cli.jar && : >%2$s
        """
            .formatted(LIBRARY, CACHE));
    script(
        "jdk/bin/java",
        """
        for word; do echo "$word"; done
        echo "LC_ALL=$LC_ALL of ${STANDPIPE_LC_ALL-nobody}, JAVA_HOME=${JAVA_HOME-none} PATH=$PATH"
        """);
    script("jdk/bin/javac", "");
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
  }

  @Test
  void firstUseBuildsThenStartsFromTheCache() throws Exception {
    Output first = standpipe().args("run", "--", "a b").env("LC_ALL", "C").capture();

    assertThat(first.errorText()).hasLineCount(1).startsWith("standpipe: building (first use)");
    assertThat(new String(first.stdout(), UTF_8))
        .isEqualTo(
            """
            @%1$s/etc/jvm.args
            -XX:AOTCache=%1$s/%2$s
            -cp
            %1$s/%3$s/standpipe-cli.jar
            io.standpipe.cli.Main
            run
            --
            a b
            LC_ALL=C.UTF-8 of C, JAVA_HOME=%1$s/jdk PATH=%1$s/tools
            """
                .formatted(home, CACHE, LIBRARY));
  }

  @Test
  void laterUsesStartAtOnce() throws Exception {
    standpipe().capture();

    assertThat(standpipe().capture().errorText()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aCacheOlderThanTheSourcesOrTheJvmsArgumentsIsNotUsed() throws Exception {
    standpipe().capture();
    for (String changed :
        List.of("cli/src/main/New.java", "kafka/src/main/New.java", "etc/jvm.args")) {
      int before = builds();
      Path file = Files.write(home.resolve(changed), new byte[0]);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));

      assertThat(standpipe().capture().errorText()).as(changed).contains("building again");
      assertThat(builds()).isEqualTo(before + 1);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "worker --from kafka:in --to kafka:out -- tr a b",
        "fifo bridge --config client.properties p kafka:topic",
        "fifo serve kafka:requests -- bc",
        "--debug worker --from kafka:in --to kafka:out -- tr a b"
      })
  void whatSpeaksToKafkaGetsItsJarsBehindTheOthersAndAJvmForLongRuns(String words)
      throws Exception {
    standpipe().capture();

    assertThat(standpipe().args(words.split(" ")).read())
        .contains("@%1$s/etc/jvm.args\n@%1$s/etc/jvm-long.args\n".formatted(home))
        .contains("-cp\n%1$s/%2$s/standpipe-cli.jar:%1$s/%2$s/kafka/*\n".formatted(home, LIBRARY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run -- worker kafka:in", "fifo ls worker", "help worker", "--version"})
  void nothingElseHasKafkasJars(String words) throws Exception {
    standpipe().capture();

    assertThat(standpipe().args(words.split(" ")).read())
        .doesNotContain("jvm-long")
        .contains("-cp\n%1$s/%2$s/standpipe-cli.jar\n".formatted(home, LIBRARY));
  }

  @Test
  void aNewerJdkGetsACacheOfItsOwn() throws Exception {
    standpipe().capture();
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.4\"\n");

    assertThat(standpipe().capture().errorText()).contains("building again");
  }

  @Test
  void aLinkToTheLauncherIsFollowed() throws Exception {
    standpipe().capture();
    Path link = Files.createSymbolicLink(home.resolve("link"), Path.of("standpipe"));

    Output output = standpipe(link).capture();

    assertThat(output.errorText()).isEmpty();
    assertThat(new String(output.stdout(), UTF_8)).contains("-XX:AOTCache=" + home + "/" + CACHE);
  }

  @Test
  void withoutAJdkThereIsOneLineAndExit125() throws Exception {
    Output output = standpipe().withoutEnv("JAVA_HOME").success(125).capture();

    assertThat(output.errorText()).contains("no JDK 25 or newer found").hasLineCount(1);
    assertThat(home.resolve("built")).doesNotExist();
  }

  @Test
  void inAFolderThatIsNoMoreThereIsOneLineAndExit125() throws Exception {
    standpipe().capture();
    String script = "mkdir gone; cd gone; rm -r ../gone; exec ../standpipe run -- true";

    Output output =
        tools(Command.of("/bin/sh", "-c", script)).directory(home).success(125).capture();

    assertThat(output.stdout()).isEmpty();
    // A shell in a removed folder prints a warning of its own before it reads the script.
    assertThat(output.errorText().lines().filter(line -> !line.contains("getcwd")))
        .singleElement(STRING)
        .contains("the current directory", "it has been removed");
  }

  @Test
  void anEmptyPathIsEnoughForTheLauncherAndStaysThePrograms() throws Exception {
    standpipe().capture();

    Output output = standpipe().env("PATH", "").capture();

    assertThat(output.errorText()).isEmpty();
    assertThat(new String(output.stdout(), UTF_8)).endsWith(" PATH=\n");
  }

  @Test
  @Tag("pitfall-40")
  void descriptorsThatTheCallerGaveAreNotedForThePrograms() throws Exception {
    standpipe().capture();
    Files.writeString(home.resolve("jdk/bin/java"), "#!/bin/sh\necho $STANDPIPE_GIVEN\n");

    assertThat(standpipe().read()).isEqualTo("0000000000000000");
    Command two = standpipe().fd(3, Redirect.nothing()).fd(63, Redirect.nothing());
    assertThat(two.read()).isEqualTo("0000000000000000 3 63");
  }

  @Test
  @Tag("pitfall-39")
  void signalsThatTheCallerIgnoresAreNotedForThePrograms() throws Exception {
    standpipe().capture();
    Files.writeString(home.resolve("jdk/bin/java"), "#!/bin/sh\necho $STANDPIPE_GIVEN\n");

    Command ignoring = standpipe().ignoring(Signal.HUP, Signal.PIPE, Signal.USR2);

    assertThat(ignoring.read()).isEqualTo("0000000000001801");
  }

  @Test
  void variablesOfTheCallersEnvironmentReachTheProgramsWhateverTheirNames() throws Exception {
    standpipe().capture();
    Files.writeString(home.resolve("jdk/bin/java"), "#!/bin/sh\nenv\n");
    Command command = standpipe();
    for (String name : List.of("home", "link", "self", "fd", "value", "java", "dir", "jdk_home")) {
      command = command.env(name, "mine");
    }

    assertThat(command.read().lines().filter(line -> line.endsWith("=mine"))).hasSize(8);
  }

  private int builds() throws IOException {
    return Files.readAllLines(home.resolve("built")).size();
  }

  private Command standpipe() throws IOException {
    return standpipe(home.resolve("standpipe"));
  }

  private Command standpipe(Path script) throws IOException {
    return tools(Command.of(script));
  }

  /** An environment without java on the PATH and without a home folder to search. */
  private Command tools(Command command) throws IOException {
    return command
        .env("PATH", tools().toString())
        .env("HOME", home.toString())
        .env("JAVA_HOME", home.resolve("jdk").toString())
        .input("");
  }

  private Path tools() throws IOException {
    Path tools = Files.createDirectories(home.resolve("tools"));
    for (String tool : new String[] {"mkdir", "rm", "find", "tail", "readlink", "flock", "env"}) {
      for (String folder : System.getenv("PATH").split(":", -1)) {
        Path file = Path.of(folder, tool);
        if (Files.isExecutable(file) && !Files.exists(tools.resolve(tool))) {
          script("tools/" + tool, "exec \"" + file + "\" \"$@\"");
        }
      }
    }
    return tools;
  }

  private void script(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
