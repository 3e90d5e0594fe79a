package io.standpipe.fifo;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Signal;
import io.standpipe.children.FifoServing;
import io.standpipe.framing.Framing;
import io.standpipe.testing.Background;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are replaced while clients ask, politely and by SIGKILL. */
@Tag("pitfall-23")
@Tag("blocking")
class FifoRestartTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final int CLIENTS = 200;
  private static final int REQUESTS = 50;

  private Leaks before;
  private Path path;
  @TempDir private Path folder;

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

  @Test
  @Tag("pitfall-11")
  void aClientDoesNotNoticeThatItsServerWasKilledAndAnotherOneCame() throws Exception {
    try (FifoClient client = FifoClient.to(path)) {
      try (Child first = server()) {
        assertThat(client.ask("spam", LONG)).isEqualTo(first.pid() + ":spam");
        var hangs = Background.start(ThreadKind.VIRTUAL, () -> client.ask("hang", LONG));
        awaitLine(first, "hangs");
        first.signal(Signal.KILL);
        first.await();
        RequestHandler next = request -> "next:" + request;
        try (FifoServer second = FifoServer.start(path, next)) {
          assertThat(hangs.value()).isEqualTo("next:hang");
          assertThat(client.ask("spam", LONG)).isEqualTo("next:spam");
          assertThat(second.answered()).isEqualTo(2);
        }
      }
    }
  }

  @Test
  @Tag("pitfall-11")
  void aRequestToBeSentOnceIsNotSentToTheNextServer() throws Exception {
    try (FifoClient client = FifoClient.to(path);
        Child first = server()) {
      var hangs = Background.start(ThreadKind.VIRTUAL, () -> client.askOnce("hang", LONG));
      awaitLine(first, "hangs");
      first.signal(Signal.KILL);
      assertThat(hangs.failure())
          .isInstanceOf(ServerGoneException.class)
          .hasMessageContaining("whether it carried out the request is not known");
      first.await();
      try (FifoServer second = FifoServer.start(path, request -> request)) {
        assertThat(client.askOnce("spam", LONG)).isEqualTo("spam");
        assertThat(second.answered()).isOne();
      }
    }
  }

  @Test
  @Tag("slow")
  void twoHundredClientsAskFiftyTimesEachWhileSomeVanishAndTheServerIsReplaced() throws Exception {
    long seed = System.nanoTime();
    var carriedOut = new ConcurrentHashMap<String, AtomicInteger>();
    RequestHandler handler =
        request -> {
          carriedOut.computeIfAbsent(request, r -> new AtomicInteger()).incrementAndGet();
          return "<" + request + ">";
        };
    var halfway = new CountDownLatch(CLIENTS * REQUESTS / 3);
    FifoServer first = FifoServer.start(path, handler);
    List<Background<Integer>> clients = new ArrayList<>();
    for (int c = 0; c < CLIENTS; c++) {
      Random random = new Random(seed + c);
      String name = "client " + c;
      clients.add(Background.start(ThreadKind.VIRTUAL, () -> converse(name, random, halfway)));
    }
    halfway.await();
    first.close();
    try (FifoServer second = FifoServer.start(path, handler)) {
      int answered = 0;
      for (Background<Integer> client : clients) {
        answered += client.value();
      }
      assertThat(answered).as("seed %d", seed).isEqualTo(CLIENTS * REQUESTS);
      assertThat(second.answered()).isPositive();
      assertThat(first.malformed() + second.malformed()).isZero();
    }
    assertThat(carriedOut).hasSizeGreaterThanOrEqualTo(CLIENTS * REQUESTS);
  }

  /** Every answer is checked. Now and then it vanishes in the middle, and comes back as another. */
  private int converse(String name, Random random, CountDownLatch halfway) throws Exception {
    int answered = 0;
    FifoClient client = FifoClient.to(path);
    try {
      for (int i = 0; i < REQUESTS; i++) {
        if (random.nextInt(20) == 0) {
          FifoClient vanishing = client;
          Thread cutter = Thread.startVirtualThread(() -> close(vanishing));
          try {
            client.ask(name + " vanishes at " + i, LONG);
          } catch (ClosedChannelException e) {
            // As it should be, unless the answer was quicker.
          }
          cutter.join();
          client = FifoClient.to(path);
        }
        String request = name + " " + i + " " + "x".repeat(random.nextInt(10) == 0 ? 9000 : 9);
        assertThat(client.ask(request, LONG)).isEqualTo("<" + request + ">");
        answered++;
        halfway.countDown();
      }
    } finally {
      client.close();
    }
    return answered;
  }

  private static void close(FifoClient client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Child server() throws IOException {
    Child server = Command.self(FifoServing.class, path.toString()).piped().start();
    awaitLine(server, "ready");
    return server;
  }

  /** It says so once it serves, and when it has got a request that it will never answer. */
  private static void awaitLine(Child server, String line) throws IOException {
    assertThat(Framing.lines().reader(server.stdout()).readText()).isEqualTo(line);
  }
}
