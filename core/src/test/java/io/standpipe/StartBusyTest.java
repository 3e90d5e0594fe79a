package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.ErrnoException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.testing.FaultyPosix;
import io.standpipe.testing.FaultyPosix.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program's file that is open for writing somewhere, for a moment or for long. */
@Tag("pitfall-45")
class StartBusyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "contained", "tied"})
  void aFileThatIsClosedAMomentLaterIsExecutedThen(String kind) throws Exception {
    Path file = script();
    OutputStream writer = Files.newOutputStream(file, StandardOpenOption.APPEND);
    var kernel = new FaultyPosix();
    kernel.next("posix_spawn", Fault.NONE, Fault.before(() -> close(writer)));
    Command command =
        switch (kind) {
          case "contained" -> Command.of(file).contained();
          case "tied" -> Command.of(file).tied();
          default -> Command.of(file);
        };
    try (Child child = command.start(kernel.posix())) {
      assertThat(child.await()).isEqualTo(new ExitStatus.Exited(7));
    }
    assertThat(kernel.count("posix_spawn")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aFileThatStaysOpenIsAnErrorThatExplainsIt() throws Exception {
    Path file = script();
    try (OutputStream writer = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      writer.flush();
      assertThatThrownBy(() -> Command.of(file).start())
          .isInstanceOfSatisfying(
              ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ETXTBSY))
          .hasMessageContaining("Text file busy")
          .hasMessageContaining(file + " is open for writing in a process");
    }
  }

  @Test
  void aLimitThatIsReachedIsNotTriedAgain() {
    var kernel = new FaultyPosix();
    kernel.always("posix_spawn", Fault.errno(Errno.EAGAIN));
    assertThatThrownBy(() -> Command.of("true").start(kernel.posix()))
        .isInstanceOf(ErrnoException.class);
    assertThat(kernel.count("posix_spawn")).isEqualTo(1);
  }

  @Test
  void anInterruptEndsTheTrying() {
    var kernel = new FaultyPosix();
    kernel.always("posix_spawn", Fault.errno(Errno.ETXTBSY));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Command.of("true").start(kernel.posix()))
        .isInstanceOf(ErrnoException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(kernel.count("posix_spawn")).isEqualTo(1);
  }

  private Path script() throws IOException {
    Path file = Files.writeString(folder.resolve("script"), "#!/bin/sh\nexit 7\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private static void close(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
