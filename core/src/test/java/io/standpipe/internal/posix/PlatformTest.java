package io.standpipe.internal.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Command;
import io.standpipe.children.Runs;
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
  void aJvmThatDeniesNativeAccessSaysWhatAllowsIt() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    Command denied =
        Command.of(java, "--illegal-native-access=deny", "-cp", classes, Runs.class.getName())
            .args("true");

    assertThat(denied.anyExit().capture().errorText())
        .contains("UnsupportedOperationException: call the C library: ")
        .contains("--enable-native-access=ALL-UNNAMED", "Enable-Native-Access: ALL-UNNAMED");
    assertThat(Platform.deniedTo(ModuleLayer.boot().findModule("java.base").orElseThrow()))
        .endsWith("start java with --enable-native-access=java.base");
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
