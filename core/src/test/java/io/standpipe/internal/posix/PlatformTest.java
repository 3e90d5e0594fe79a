package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void thisMachineIsFine() {
    assertThat(Platform.whyNot(System.getProperty("os.name"), System.getProperty("os.arch")))
        .isNull();
  }

  @Test
  void elsewhereItSaysWhereItRunsAndWhatThisIs() {
    assertThat(Platform.whyNot("Mac OS X", "aarch64"))
        .isEqualTo("Standpipe runs on Linux, x86-64 or aarch64; this is Mac OS X, aarch64");
    assertThat(Platform.whyNot("Linux", "riscv64")).contains("this is Linux, riscv64");
  }
}
