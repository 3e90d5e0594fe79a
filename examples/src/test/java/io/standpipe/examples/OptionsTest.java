package io.standpipe.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Command;
import io.standpipe.Output;
import io.standpipe.examples.Options.UsageException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static final String USAGE =
      "usage: x [-child] [--child java|python] [--path FILE] [--scale FACTOR] [--rounds N]";

  @Test
  void withoutOptionsAProgramSleepsAsTheClassicDoes() throws Exception {
    Options options = Options.parse(USAGE);

    assertThat(options.sleep(3)).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.rounds(7)).isEqualTo(7);
    assertThat(options.has("-child")).isFalse();
    assertThat(options.after("spam")).containsExactly("spam");
  }

  @Test
  void scaleAndRoundsArePassedOnToAChild() throws Exception {
    Options options = Options.parse(USAGE, "--rounds", "20", "-child", "--scale", "0.01");

    assertThat(options.sleep(3)).isEqualTo(Duration.ofMillis(30));
    assertThat(options.rounds(7)).isEqualTo(20);
    assertThat(options.has("-child")).isTrue();
    assertThat(options.after("spam")).containsExactly("spam", "--scale", "0.01", "--rounds", "20");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spam",
        "--scale",
        "--scale -1",
        "--scale x",
        "--rounds 1.5",
        "--rounds -1",
        "--child perl"
      })
  void whatTheUsageLineDoesNotHaveIsRefused(String arguments) {
    assertThatThrownBy(() -> Options.parse(USAGE, arguments.split(" ", -1)))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(USAGE);
  }

  @Test
  void wrongUsageOfAProgramEndsWithCode2AndOneLine() throws Exception {
    Output output = Command.self(Pipe1.class, "--fast").success(2).capture();

    assertThat(output.errorText())
        .startsWith("not understood: --fast; usage: pipe1 ")
        .hasLineCount(1);
  }

  @Test
  void helpGoesToStandardOutput() throws Exception {
    assertThat(Command.self(NamedPipe.class, "--help").read()).startsWith("usage: fifo [-child]");
  }
}
