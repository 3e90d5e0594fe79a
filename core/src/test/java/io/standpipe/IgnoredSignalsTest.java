package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.children.PrintsIgnored;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.error.ProgramNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which signals a child ignores: those that it was told to, whatever this JVM does with them. */
@Tag("pitfall-39")
class IgnoredSignalsTest {
  private static final String STATUS = "/proc/self/status";
  private static final Command PRINTS = Command.of("grep", "SigIgn", STATUS);

  private static long bits(int... signals) {
    long bits = 0;
    for (int signal : signals) {
      bits |= 1L << (signal - 1);
    }
    return bits;
  }

  private static long ignored(String status) {
    return Long.parseUnsignedLong(Processes.field(status, "SigIgn"), 16);
  }

  /** As under nohup, and in the background of a script. */
  @Test
  void whatThisJvmIgnoresItsChildrenIgnoreOnlyIfTold() throws Exception {
    List<String> self = Command.self(PrintsIgnored.class).words();
    String trap = "trap '' HUP INT QUIT PIPE USR1 TERM TSTP; exec \"$@\"";

    List<String> children =
        Scripts.sh(trap).args(self.toArray(String[]::new)).read().lines().toList();

    assertThat(ignored(children.get(0))).isZero();
    assertThat(ignored(children.get(1))).isEqualTo(bits(1));
  }

  @Test
  void aChildIgnoresWhatThisJvmHandlesItself() throws Exception {
    Command told = PRINTS.ignoring(Signal.PIPE, Signal.QUIT, Signal.USR2, new Signal(64));

    assertThat(ignored(told.read())).isEqualTo(bits(13, 3, 12, 64));
    assertThat(ignored(told.ignoring(Signal.PIPE).read())).isEqualTo(bits(13));
    assertThat(ignored(told.ignoring().read())).isZero();
  }

  @Test
  void wordsVariablesAndCodesArriveAsWithoutIt() throws Exception {
    Command command = Scripts.sh("printf '%s|' \"$@\"; exit 7", "A=b", "--", "");
    Output output = command.ignoring(Signal.PIPE).success(7).capture();

    assertThat(output.text()).isEqualTo("A=b|--||");
    assertThat(output.status()).isEqualTo(new ExitStatus.Exited(7));
    Command variable = Command.of("printenv", "A.B").env("A.B", "kept");
    assertThat(variable.ignoring(Signal.PIPE).read()).isEqualTo("kept");
  }

  @Test
  void aFileWithAnEqualsSignIsAProgramAndNoVariable(@TempDir Path folder) throws Exception {
    Path program = Files.createDirectory(folder.resolve("a=b")).resolve("prog");
    Files.writeString(program, "#!/bin/sh\ngrep SigIgn " + STATUS + "\necho \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

    List<String> lines = Command.of(program, "c=d").ignoring(Signal.PIPE).read().lines().toList();

    assertThat(ignored(lines.getFirst())).isEqualTo(bits(13));
    assertThat(lines.getLast()).isEqualTo("c=d");
  }

  @Test
  void aMissingProgramIsAnExceptionAllTheSame() {
    Command missing = Command.of("no-such-program").ignoring(Signal.PIPE);

    assertThatThrownBy(missing::start).isInstanceOf(ProgramNotFoundException.class);
  }

  @Test
  void containedAndTiedDoNotChangeIt() throws Exception {
    Command command = PRINTS.ignoring(Signal.PIPE, Signal.HUP).contained().tied();

    assertThat(ignored(command.read())).isEqualTo(bits(13, 1));
  }

  @Test
  void whatNoProgramCanIgnoreIsRefused() {
    for (Signal signal : List.of(Signal.KILL, Signal.STOP)) {
      assertThatThrownBy(() -> PRINTS.ignoring(Signal.HUP, signal))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no program can ignore " + signal);
    }
  }
}
