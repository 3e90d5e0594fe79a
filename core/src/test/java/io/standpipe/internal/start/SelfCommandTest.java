package io.standpipe.internal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Command;
import io.standpipe.CommandFailedException;
import io.standpipe.children.Echo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfCommandTest {
  @ParameterizedTest
  @CsvSource({
    "java Main a b, 1",
    "java -cp x:y Main a, 3",
    "java --class-path x --enable-native-access=ALL-UNNAMED Main -cp z, 4",
    "java --enable-native-access m -Xmx1g Main, 4",
    "java -p mods -m mod/Main a, 3",
    "java --module=mod/Main a, 1",
    "java -Dx=y -jar app.jar a, 2",
    "java @args Main.java a, 2",
    "java --source 25 Main.java, 3"
  })
  void theProgramIsFoundBehindTheOptionsOfTheLauncher(String line, int at) {
    assertThat(SelfCommand.mainAt(List.of(line.split(" ", -1)))).isEqualTo(at);
  }

  @Test
  void aCommandLineWithoutAProgramIsRefusedWithAdvice() {
    assertThatThrownBy(() -> SelfCommand.mainAt(List.of("java", "-version")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Command.self(Class, …)");
  }

  @Test
  void anotherMainClassOfThisProgramGetsTheArguments() throws Exception {
    assertThat(Command.self(Echo.class, "a", "b c", "").read()).isEqualTo("[a, b c, ]");
  }

  @Test
  void theSameProgramIsStartedAgainWithOtherArguments() throws Exception {
    assertThat(Command.self(Echo.class, "--again", "x").read()).isEqualTo("again [x]");
  }

  @Test
  void aProgramThatIsASourceFileIsStartedAgainToo(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("Again.java");
    Files.writeString(
        source,
        """
        public class Again {
          public static void main(String... words) throws Exception {
            System.out.println(words.length > 0
                ? "child " + words[0]
                : io.standpipe.Command.self("of source").read());
          }
        }
        """);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Command command =
        Command.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            source.toString());
    assertThat(command.read()).isEqualTo("child of source");
  }

  @Test
  void aMainClassThatIsNamedInAnArgumentFileIsAnErrorNotAnotherProgram(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("args");
    String path = System.getProperty("java.class.path");
    Files.writeString(file, "-cp \"" + path + "\" " + Echo.class.getName());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Command command =
        Command.of(java, "--enable-native-access=ALL-UNNAMED", "@" + file, "--again", "x");
    assertThatThrownBy(command::read)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("its main class is named in an argument file");
  }

  @Test
  void wordsPassByteForByteInAPlainLocale() throws Exception {
    Command echo = Command.self(Echo.class, "--pass", "ä", "\udcff\udc80", "日本");
    assertThat(echo.env("LC_ALL", "C").readBytes())
        .isEqualTo(
            new byte[] {
              (byte) 0xc3,
              (byte) 0xa4,
              '|',
              (byte) 0xff,
              (byte) 0x80,
              '|',
              (byte) 0xe6,
              (byte) 0x97,
              (byte) 0xa5,
              (byte) 0xe6,
              (byte) 0x9c,
              (byte) 0xac,
              '|'
            });
  }
}
