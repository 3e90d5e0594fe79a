package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  private static final Command ENV = Command.of("/usr/bin/env");

  @Test
  void aChildHasThisProcessesEnvironmentUnlessSaidOtherwise() throws Exception {
    String[] own = Command.of("cat", "/proc/self/environ").read().split("\0", -1);
    assertThat(ENV.read()).contains("PATH=" + System.getenv("PATH"));
    assertThat(own).contains("PATH=" + System.getenv("PATH"));
  }

  @Test
  void aVariableIsSetOverTheInheritedOne() throws Exception {
    assertThat(ENV.env("PATH", "/x").read().lines()).containsOnlyOnce("PATH=/x");
    assertThat(ENV.env("A", "1").env("A", "2").read().lines())
        .contains("A=2")
        .doesNotContain("A=1");
  }

  @Test
  void aVariableIsRemoved() throws Exception {
    assertThat(ENV.withoutEnv("PATH").read().lines()).noneMatch(line -> line.startsWith("PATH="));
    assertThat(ENV.env("A", "1").withoutEnv("A").read().lines()).doesNotContain("A=1");
    assertThat(ENV.withoutEnv("A").env("A", "1").read().lines()).contains("A=1");
  }

  @Test
  void anEmptyEnvironmentHasOnlyWhatIsSetAfter() throws Exception {
    assertThat(ENV.emptyEnv().read()).isEmpty();
    assertThat(ENV.env("B", "1").emptyEnv().env("A", "1").read()).isEqualTo("A=1");
  }

  @Test
  void aValueMayBeEmptyAndHoldAnything() throws Exception {
    assertThat(ENV.emptyEnv().env("A", "").read()).isEqualTo("A=");
    assertThat(ENV.emptyEnv().env("A", "=b c\n'$").read()).isEqualTo("A==b c\n'$");
    assertThat(ENV.emptyEnv().env("gr\u00fc\u00df", "\u65e5").read())
        .isEqualTo("gr\u00fc\u00df=\u65e5");
  }

  @Test
  void withoutAPathTheSystemsOwnFoldersAreLookedIn() throws Exception {
    assertThat(Command.of("env").emptyEnv().read()).isEmpty();
    assertThatThrownBy(Command.of("env").env("PATH", "/no/such/folder")::read)
        .hasMessageContaining("there is no env in PATH (/no/such/folder)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "A=B", "=A"})
  void aNameWithoutAnEqualsSignIsExpected(String name) {
    assertThatThrownBy(() -> ENV.env(name, "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name without '=' expected: \"" + name + "\"");
    assertThatThrownBy(() -> ENV.withoutEnv(name)).isInstanceOf(IllegalArgumentException.class);
  }
}
