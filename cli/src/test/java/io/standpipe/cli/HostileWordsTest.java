package io.standpipe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.Redirect;
import io.standpipe.cli.StandpipeRunner.Result;
import io.standpipe.framing.Framing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Text that would harm a terminal, through every report and error line of the command. */
@Timeout(60)
@Tag("pitfall-59")
class HostileWordsTest {
  private static final Pattern HARMFUL =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\u202e&&[^\n]]");
  private static final String HOSTILE = "evil\033[31m\nFAKE line\r\b\u202e\u2028\u0085\u009b1m\7";

  @TempDir Path folder;

  private static void assertHarmless(String... words) {
    Result result = StandpipeRunner.call(words);
    String what = String.join(" ", words).replaceAll("\\p{Cntrl}", "?");
    String shown = result.out() + "\n" + result.err();
    assertThat(shown).as(what).contains("evil").doesNotContainPattern(HARMFUL);
    assertThat(shown.lines()).as(what).noneMatch(line -> line.startsWith("FAKE"));
  }

  @Test
  @Tag("doctor")
  void reports() throws Exception {
    String fifo = folder.resolve(HOSTILE).toString();
    Fifo.create(Path.of(fifo));
    String script =
        "printf 'evil\\033[31m\\342\\200\\256' > /proc/self/comm; exec 3<>\"$1\"; echo ready; read l <&3";
    Command command = Command.of("sh", "-c", script, HOSTILE, fifo, HOSTILE);
    try (Child child = command.stdout(Redirect.pipe()).start()) {
      assertThat(Framing.lines().reader(child.stdout()).readText()).isEqualTo("ready");
      String pid = String.valueOf(child.pid());

      assertHarmless("doctor", "--pid", pid);
      assertHarmless("doctor", "--pid", pid, "--dot");
      assertHarmless("doctor", "--pid", pid, "--json");
      assertHarmless("fifo", "ls", folder.toString());
      Path page = folder.resolve("page");
      StandpipeRunner.call("doctor", "--pid", pid, "--html", page.toString());
      assertThat(Files.readString(page)).contains("evil").doesNotContain("\033", "\u202e");
    }
  }

  @Test
  void errors() {
    String missing = folder.resolve(HOSTILE).resolve("x").toString();
    assertHarmless("run", "--", HOSTILE);
    assertHarmless("run", "--" + HOSTILE);
    assertHarmless(HOSTILE);
    assertHarmless("run", "--timeout", HOSTILE, "--", "true");
    assertHarmless("talk", "--script", missing, "--", "cat");
    assertHarmless("talk", "--record", missing, "--", "cat");
    assertHarmless("link", "--log", missing, "--", "cat", "::", "cat");
    assertHarmless("doctor", "--pid", "1", "--html", missing);
    assertHarmless("fifo", "read", missing);
    assertHarmless("fifo", "ls", missing);
    assertHarmless("fifo", "create", missing);
    assertHarmless("fifo", "call", missing, HOSTILE);
  }
}
