package io.standpipe.internal.proc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.Terminal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnTerminalTest {
  /** A program that tells the size of the terminal behind its standard error. */
  static final class Scene {
    public static void main(String[] args) {
      System.out.println(OwnTerminal.size(2) + " " + OwnTerminal.isInForeground());
    }
  }

  @Test
  void theSizeIsThatOfTheTerminalBehindTheDescriptor() throws Exception {
    Command scene =
        Command.self(Scene.class).terminal(Terminal.cooked().size(93, 31)).stdout(Redirect.pipe());
    try (Child child = scene.start()) {
      String said = new String(child.stdout().readAllBytes(), UTF_8);
      assertThat(said).isEqualTo("Optional[Size[columns=93, rows=31]] true\n");
      assertThat(child.await(Duration.ofSeconds(40))).isPresent();
    }
  }

  @Test
  void aPipeHasNoSize() throws Exception {
    assertThat(Command.self(Scene.class).read()).startsWith("Optional.empty");
  }

  @ParameterizedTest
  @CsvSource({
    "7 (a) b) S 1 40 40 34816 40 4194304, true",
    "7 (a) b) S 1 40 40 34816 50 4194304, false",
    "7 (a) b) S 1 40 40 0 -1 4194304, true",
  })
  void aProcessIsInTheForegroundIfItsGroupIsTheTerminals(String stat, boolean foreground) {
    assertThat(OwnTerminal.isForeground(stat)).isEqualTo(foreground);
  }
}
