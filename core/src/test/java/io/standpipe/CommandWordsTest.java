package io.standpipe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.Scripts;
import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Leaks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words reach the program as they are. */
class CommandWordsTest {
  @ParameterizedTest
  @Tag("pitfall-35")
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "$HOME",
        "`id`",
        "$(id)",
        "*",
        "a;b",
        "a|b",
        "a&",
        "\"",
        "'",
        "\\",
        "\n",
        "\t",
        "-n",
        "--",
        "~",
        "#",
        "!",
        "{a,b}",
        "<x",
        ">x",
        "gr\u00fc\u00df",
        "\ud83d\ude00"
      })
  void noShellLooksAtAWord(String word) throws Exception {
    assertThat(Command.of("printf", "[%s]", word).read()).isEqualTo("[" + word + "]");
  }

  @Test
  @Tag("pitfall-35")
  void argumentsOfAScriptAreItsDollarOneAndSoOn() throws Exception {
    Command script = Command.shell("printf '[%s]' \"$@\"");
    assertThat(script.args("x", "y").read()).isEqualTo("[x][y]");
    assertThat(script.args("x").args("; id", "").read()).isEqualTo("[x][; id][]");
    assertThat(script.args().args("x").read()).isEqualTo("[x]");
    assertThat(script.env("A", "b").directory(Path.of("/")).args("x").read()).isEqualTo("[x]");
  }

  @Test
  void aScriptsNameIsThatOfTheShellWithAndWithoutArguments() throws Exception {
    Command script = Command.shell("echo \"$0\"");
    assertThat(script.read()).isEqualTo("/bin/sh");
    assertThat(script.args("x").read()).isEqualTo("/bin/sh");
    assertThat(script.words()).containsExactly("/bin/sh", "-c", "echo \"$0\"");
  }

  /** Who names the shell says every word, and gets no other. */
  @Test
  void aShellThatIsStartedAsAnyProgramGetsTheWordsThatWereGiven() throws Exception {
    Command words = Command.of("/bin/sh", "-c", "printf '[%s]' \"$0\" \"$@\"");
    assertThat(words.args("x", "y").read()).isEqualTo("[x][y]");
  }

  @Test
  @Tag("pitfall-35")
  void onlyCommandShellIsReadByAShell() throws Exception {
    assertThat(Command.shell("echo $((1 + 1)) | cat").read()).isEqualTo("2");
    assertThat(Command.of("echo", "$((1 + 1))", "|", "cat").read()).isEqualTo("$((1 + 1)) | cat");
  }

  @Test
  @Tag("pitfall-35")
  void aNulIsAnErrorAndNotTheEndOfTheWord() {
    assertThatThrownBy(() -> Command.of("echo", "ab\0c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("argument without a NUL expected: it has one at index 2");
    Command command = Command.of("echo");
    assertThatThrownBy(() -> command.args("\0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Command.of("ec\0ho")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> command.env("A\0B", "x")).hasMessageContaining("without a NUL");
    assertThatThrownBy(() -> command.env("A", "x\0")).hasMessageContaining("without a NUL");
  }

  @Test
  void everyByteButNulPassesAsItIs() throws Exception {
    var word = new StringBuilder();
    for (int b = 1; b < 256; b++) {
      word.append((char) (b < 0x80 ? b : 0xdc00 + b));
    }
    byte[] passed = Command.of("printf", "%s", word.toString()).readBytes();
    assertThat(passed).hasSize(255);
    for (int b = 1; b < 256; b++) {
      assertThat(passed[b - 1]).isEqualTo((byte) b);
    }
    byte[] variable =
        Command.of("printenv", "NAME").env("NAME", word.toString().replace("\n", "")).readBytes();
    assertThat(new String(variable, ISO_8859_1)).hasSize(255).endsWith("\u00ff\n");
  }

  @Test
  void anArgumentMayHaveAHundredThousandCharacters() throws Exception {
    String word = "\u00fc".repeat(60_000);
    assertThat(Command.of("printf", "%s", word).read()).isEqualTo(word);
    String plain = "x".repeat(100_000);
    assertThat(Command.of("printf", "%s", plain).read()).isEqualTo(plain);
  }

  @Test
  @Tag("pitfall-21")
  void anArgumentThatIsTooLongIsAnErrorThatSaysHowLongItMayBe() {
    Leaks before = Leaks.snapshot();
    Command command = Command.of("printf", "%s", "x".repeat(200_000)).piped();
    assertThatThrownBy(command::start)
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errnoName()).isEqualTo("E2BIG"))
        .hasMessageContaining("a single argument may have 131071 bytes")
        .hasMessageContaining("\"… (200000 characters)")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    Leaks.assertNoneSince(before);
  }

  @Test
  void wordsAreACopyAndArgsAddsToThem() {
    Command command = Command.of("a", "b");
    Command more = command.args("c", "d");
    assertThat(command.words()).containsExactly("a", "b");
    assertThat(more.words()).isEqualTo(List.of("a", "b", "c", "d"));
    assertThat(more).hasToString("[\"a\", \"b\", \"c\", \"d\"]");
  }

  @Test
  void aCommandIsStartedAsOftenAsWanted() throws Exception {
    Command command = Scripts.sh("echo x").input("").timeout(java.time.Duration.ofSeconds(20));
    for (int i = 0; i < 3; i++) {
      assertThat(command.read()).isEqualTo("x");
    }
  }
}
