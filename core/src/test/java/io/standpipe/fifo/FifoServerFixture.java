package io.standpipe.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A place for a fifo, where nothing is left after a test. */
abstract class FifoServerFixture {
  static final Duration LONG = Duration.ofSeconds(20);
  static final Duration SHORT = Duration.ofMillis(100);
  static final RequestHandler ECHO = request -> "<" + request + ">";

  Leaks before;
  Path path;
  @TempDir Path folder;

  @BeforeEach
  void name() {
    before = Leaks.snapshot();
    path = folder.resolve("q");
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (Files.exists(path)) {
      FifoServer.delete(path);
    }
    assertThat(folder).isEmptyDirectory();
    Leaks.assertNoneSince(before);
  }

  /** A handler that never answers; the interrupt of the server's close ends it. */
  static String never() throws InterruptedException {
    new CountDownLatch(1).await();
    return "";
  }
}
