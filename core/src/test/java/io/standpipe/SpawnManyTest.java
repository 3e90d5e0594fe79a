package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.standpipe.error.ErrnoException;
import io.standpipe.testing.Leaks;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnManyTest {
  private static final int SPAWNS = 2000;
  private static final int THREADS = 8;

  @Test
  @Tag("pitfall-3")
  @Tag("pitfall-21")
  void twoThousandStartsOfWhichAThirdFailsLeaveNothingBehind(@TempDir Path folder)
      throws Exception {
    Leaks before = Leaks.snapshot();
    try (var threads = Executors.newFixedThreadPool(THREADS, Thread.ofVirtual().factory())) {
      List<Future<?>> all =
          IntStream.range(0, SPAWNS)
              .<Future<?>>mapToObj(n -> threads.submit(() -> start(n, folder)))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    }
    Leaks.assertNoneSince(before);
  }

  /** Two thirds go well, with pipes and without; the others fail, each in one of five ways. */
  private static void start(int n, Path folder) {
    switch (n % 15) {
      case 0 -> fails(() -> Command.of("no-such-program").read(), ErrnoException.class);
      case 1 -> fails(() -> Command.of(folder).read(), ErrnoException.class);
      case 2 ->
          fails(
              () -> Command.of("true").directory(folder.resolve("none")).start(),
              ErrnoException.class);
      case 3 -> fails(() -> Command.of("false").run(), CommandFailedException.class);
      case 4 -> fails(() -> Command.shell("kill -9 $$").read(), CommandFailedException.class);
      default -> goesWell(n);
    }
  }

  private static void fails(ThrowingCallable start, Class<? extends Throwable> how) {
    assertThat(catchThrowable(start)).isInstanceOf(how);
  }

  private static void goesWell(int n) {
    Throwable thrown =
        catchThrowable(() -> {
          if (n % 2 == 0) {
            Command.of("true").run();
          } else {
            assertThat(Command.of("cat").input("n" + n).read()).isEqualTo("n" + n);
          }
        });
    assertThat(thrown).isNull();
  }
}
