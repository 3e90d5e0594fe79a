package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
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

  @Test
  void anOldLibraryIsDistinguishedFromOneThatCannotBeSearched() {
    Path nowhere = Path.of("/no/such/libsyslookup.so");

    assertThat(Platform.whyNot(Optional::of, nowhere)).isNull();
    assertThat(Platform.whyNot(name -> Optional.of(name).filter("read"::equals), nowhere))
        .startsWith("Standpipe needs glibc 2.34 or newer; ");
    assertThat(Platform.whyNot(name -> Optional.empty(), nowhere))
        .isEqualTo(
            "look into the C library: the JDK could not load /no/such/libsyslookup.so (No such file"
                + " or directory); are too many files open (ulimit -n)?");
  }
}
