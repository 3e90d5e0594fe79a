package io.standpipe.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server behind a fifo, and clients that behave, in one process. */
@Tag("pitfall-23")
@Tag("blocking")
class FifoServerTest extends FifoServerFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "6 * 7", "two\nlines\n", "\\n is \\\\ no newline \\", "ü€𝄞", "\r", "\0"})
  void anyTextGoesThereAndBack(String text) throws Exception {
    try (FifoServer server = FifoServer.start(path, ECHO);
        FifoClient client = FifoClient.to(path)) {
      assertThat(client.ask(text, LONG)).isEqualTo("<" + text + ">");
      assertThat(client.askOnce(text, LONG)).isEqualTo("<" + text + ">");
      assertThat(server.answered()).isEqualTo(2);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // that is what it is about
  void anAnswerThatIsNullOrNotTextIsAnError() throws Exception {
    RequestHandler careless = request -> request.equals("half") ? "\ud83c" : null;
    try (FifoServer server = FifoServer.start(path, careless);
        FifoClient client = FifoClient.to(path)) {
      assertThatThrownBy(() -> client.ask("", LONG))
          .isInstanceOf(RequestFailedException.class)
          .hasMessageContaining("there is no answer: null");
      assertThatThrownBy(() -> client.ask("half", LONG))
          .isInstanceOf(RequestFailedException.class)
          .hasMessageContaining("half a surrogate pair");
      assertThatThrownBy(() -> client.ask("\ud83c", LONG))
          .isInstanceOf(CharConversionException.class);
      assertThat(server.answered()).isEqualTo(2);
    }
  }

  @Test
  void whereNoFolderIsNoServerCanCome() {
    assertThatThrownBy(() -> FifoClient.to(folder.resolve("missing").resolve("q")))
        .hasMessageContaining("there is no folder");
    assertThatThrownBy(() -> FifoClient.to(Path.of("/"))).hasMessageContaining("names no file");
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void aCloseEndsTheWaitForAServer(ThreadKind kind) throws Exception {
    FifoClient client = FifoClient.to(path);
    var asking = Background.parked(kind, () -> client.ask("x", LONG));
    client.close();
    assertThat(asking.failure()).isInstanceOf(AsynchronousCloseException.class);
    assertThat(asking.isInterruptedAfter()).isFalse();
  }

  @Test
  void whereItsFifoCannotBeRemovedTheNextRequestStillHasItsTurn() throws Exception {
    var asked = new CountDownLatch(1);
    RequestHandler slow =
        request -> {
          asked.countDown();
          return request.equals("slow") ? never() : request;
        };
    Path replies = Path.of(path + ".replies");
    Path aside = folder.resolve("aside");
    try (FifoServer server =
            FifoServer.start(
                path,
                FifoServerOptions.standard().maxInFlight(9).maxBytes(99).clientLimit(Duration.ZERO),
                slow);
        FifoClient client = FifoClient.to(path)) {
      var late = Background.start(ThreadKind.VIRTUAL, () -> client.ask("slow", LONG));
      asked.await();
      Files.move(replies, aside);
      Files.createFile(replies);
      late.interrupt();
      assertThat(late.failure()).isInstanceOf(FileSystemException.class);
      Files.delete(replies);
      Files.move(aside, replies);
      assertThat(client.ask("x", LONG)).isEqualTo("x");
      assertThat(server.malformed()).isZero();
    }
  }

  @Test
  void asManyAtOnceAsAnIntHasRoomFor() throws Exception {
    var limits =
        FifoServerOptions.standard().maxInFlight(Integer.MAX_VALUE).maxBytes(100).clientLimit(LONG);
    try (FifoServer server = FifoServer.start(path, limits, ECHO);
        FifoClient client = FifoClient.to(path)) {
      assertThat(client.ask("x", LONG)).isEqualTo("<x>");
      assertThat(server.answered()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4000, 4060, 4070, 4080, 4096, 5000, 70_000, 1_000_000})
  void aTextOfAnyLengthGoesThereAndBack(int length) throws Exception {
    try (FifoServer server = FifoServer.start(path, ECHO);
        FifoClient client = FifoClient.to(path)) {
      String text = "a".repeat(length);
      assertThat(client.ask(text, LONG)).isEqualTo("<" + text + ">");
      assertThat(server.malformed()).isZero();
    }
  }

  @Test
  void aRequestThatIsTooLongIsAnErrorAndTheNextOneIsFine() throws Exception {
    var limits = FifoServerOptions.standard().maxInFlight(2).maxBytes(10_000).clientLimit(LONG);
    try (FifoServer server = FifoServer.start(path, limits, ECHO);
        FifoClient client = FifoClient.to(path)) {
      assertThatThrownBy(() -> client.ask("a".repeat(200_000), LONG))
          .isInstanceOf(RequestFailedException.class)
          .hasMessageContaining("a request of at most 10000 bytes expected");
      assertThat(client.ask("a", LONG)).isEqualTo("<a>");
      assertThat(server.answered()).isEqualTo(2);
    }
  }

  @Test
  void whatTheFunctionThrowsIsTheClientsError() throws Exception {
    RequestHandler fails =
        request -> {
          if (request.equals("error")) {
            throw new AssertionError();
          }
          throw new IOException("no " + request + "\nat all");
        };
    try (FifoServer server = FifoServer.start(path, fails);
        FifoClient client = FifoClient.to(path)) {
      assertThatThrownBy(() -> client.ask("spam", LONG))
          .isInstanceOfSatisfying(
              RequestFailedException.class,
              e -> assertThat(e.answer()).isEqualTo("no spam\nat all"))
          .hasMessageStartingWith("ask \"spam\": the server answered with an error: no spam");
      assertThatThrownBy(() -> client.ask("error", LONG))
          .hasMessageEndingWith("java.lang.AssertionError");
      assertThatThrownBy(() -> client.ask("x".repeat(1000), LONG))
          .hasMessageStartingWith("ask \"" + "x".repeat(80) + "\"…: the server answered");
      assertThat(server.answered()).isEqualTo(3);
    }
  }

  @Test
  void aShellCanBeTheClient() throws Exception {
    String script =
        """
        me=$$.r; mkfifo -m 600 "$1.replies/$me"
        echo "call $me 6 * 7" > "$1"; cat "$1.replies/$me"
        exec 3<> "$1.replies/$me"
        echo "call $me again" > "$1"; read -r status text <&3; echo "$status:$text"
        rm "$1.replies/$me"
        """;
    try (FifoServer server = FifoServer.start(path, ECHO)) {
      assertThat(Scripts.sh(script, path.toString()).timeout(LONG).read())
          .isEqualTo("ok <6 * 7>\nok:<again>");
      assertThat(server.answered()).isEqualTo(2);
    }
  }

  @Test
  void theClientMayComeFirst() throws Exception {
    try (FifoClient client = FifoClient.to(path)) {
      var answer = Background.parked(ThreadKind.VIRTUAL, () -> client.ask("spam", LONG));
      try (FifoServer server = FifoServer.start(path, ECHO)) {
        assertThat(answer.value()).isEqualTo("<spam>");
        assertThat(server.answered()).isOne();
      }
    }
  }

  @Test
  void withoutAServerTheTimeRunsOutAndTheClientStaysUsable() throws Exception {
    try (FifoClient client = FifoClient.to(path)) {
      assertThatThrownBy(() -> client.ask("spam", SHORT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessage(
              "ask the server at fifo "
                  + path
                  + " timed out after 100ms: no server is there; start one");
      assertThat(folder).as("what a refused request leaves").isEmptyDirectory();
      try (FifoServer server = FifoServer.start(path, ECHO)) {
        assertThat(client.ask("spam", LONG)).isEqualTo("<spam>");
        assertThat(server.answered()).isOne();
      }
    }
  }

  @Test
  void afterItsFifoWasRemovedAClientWaitsForTheNextServer() throws Exception {
    try (FifoClient client = FifoClient.to(path)) {
      FifoServer first = FifoServer.start(path, ECHO);
      assertThat(client.ask("one", LONG)).isEqualTo("<one>");
      first.close();
      FifoServer.delete(path);
      assertThatThrownBy(() -> client.ask("two", SHORT)).hasMessageContaining("no server is there");
      assertThat(folder).isEmptyDirectory();
      var waiting = Background.parked(ThreadKind.VIRTUAL, () -> client.ask("three", LONG));
      try (FifoServer second = FifoServer.start(path, ECHO)) {
        assertThat(waiting.value()).isEqualTo("<three>");
        assertThat(second.answered()).isOne();
      }
    }
  }

  @Test
  void aClientWhoseFifoWasSweptAwayMakesAnother() throws Exception {
    try (FifoServer server = FifoServer.start(path, ECHO);
        FifoClient client = FifoClient.to(path)) {
      assertThat(client.ask("one", LONG)).isEqualTo("<one>");
      try (Stream<Path> files = Files.list(folder.resolve("q.replies"))) {
        for (Path each : files.filter(f -> ClientName.isOne(f.getFileName() + "")).toList()) {
          Files.delete(each);
        }
      }
      assertThat(client.ask("two", LONG)).isEqualTo("<two>");
      assertThat(server.unanswered()).isZero();
    }
  }

  @Test
  void anAnswerThatComesTooLateIsNotTakenForTheNextOne() throws Exception {
    var mayAnswer = new CountDownLatch(1);
    RequestHandler slow =
        request -> {
          if (request.equals("slow")) {
            mayAnswer.await();
          }
          return request;
        };
    try (FifoServer server = FifoServer.start(path, slow);
        FifoClient client = FifoClient.to(path)) {
      assertThatThrownBy(() -> client.ask("slow", SHORT))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("has not answered");
      mayAnswer.countDown();
      assertThat(client.ask("quick", LONG)).isEqualTo("quick");
      Eventually.holds("the late reply was not read", () -> server.unanswered() == 1);
    }
  }

  @Test
  @Tag("pitfall-19")
  void noMoreAreWorkedOnAtOnceThanIsAllowedAndNoMoreAreReadThanThereIsRoomFor() throws Exception {
    var mayAnswer = new CountDownLatch(1);
    var atWork = new AtomicInteger();
    var limits = FifoServerOptions.standard().maxInFlight(3).maxBytes(100).clientLimit(LONG);
    RequestHandler waits =
        request -> {
          atWork.incrementAndGet();
          mayAnswer.await();
          return request;
        };
    try (FifoServer server = FifoServer.start(path, limits, waits);
        FifoClient client = FifoClient.to(path)) {
      assertThatThrownBy(() -> client.ask("first", SHORT))
          .isInstanceOf(DeadlineExceededException.class);
      String name = ProcessHandle.current().pid() + ".flood";
      Fifo.create(folder.resolve("q.replies").resolve(name));
      // The server holds 259 requests, its reader 64 KiB more, and the capacity of the fifo is
      // finite.
      try (var writer = Fifo.at(path).openWriter(LONG)) {
        assertThatThrownBy(
                () -> {
                  while (true) {
                    writer.write(LineProtocol.call(name, "x".repeat(1000), Deadline.NEVER), SHORT);
                  }
                })
            .isInstanceOf(DeadlineExceededException.class);
      }
      assertThat(atWork).hasValue(3);
      Files.delete(folder.resolve("q.replies").resolve(name));
      mayAnswer.countDown();
      assertThat(client.ask("last", LONG)).isEqualTo("last");
      assertThat(server.malformed()).isZero();
    }
  }

  @Test
  void severalThreadsTakeTurns() throws Exception {
    try (FifoServer server = FifoServer.start(path, ECHO);
        FifoClient client = FifoClient.to(path)) {
      List<Background<String>> all =
          Stream.iterate(0, i -> i + 1)
              .limit(50)
              .map(i -> Background.start(ThreadKind.VIRTUAL, () -> client.ask("" + i, LONG)))
              .toList();
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).value()).isEqualTo("<" + i + ">");
      }
      assertThat(server.answered()).isEqualTo(50);
    }
  }

  @Test
  void manyProcessesOfOtherKindsMayAskAtOnce() throws Exception {
    String script =
        """
        me=$$.r; mkfifo -m 600 "$1.replies/$me"; exec 3<> "$1.replies/$me"
        for i in 1 2 3 4 5 6 7 8 9 10; do
          echo "call $me $$ $i" > "$1"
          read -r line <&3
          [ "$line" = "ok <$$ $i>" ] || { echo "$line"; exit 1; }
        done
        rm "$1.replies/$me"
        """;
    try (FifoServer server = FifoServer.start(path, ECHO)) {
      Command client = Scripts.sh(script, path.toString()).timeout(LONG);
      List<Background<String>> all =
          Stream.generate(() -> Background.start(ThreadKind.VIRTUAL, client::read))
              .limit(10)
              .toList();
      for (Background<String> one : all) {
        assertThat(one.value()).isEmpty();
      }
      assertThat(server.answered()).isEqualTo(100);
    }
  }

  @Test
  void awaitingTheCloseEndsByItsLimitAndTheServerGoesOn() throws Exception {
    FifoServer server = FifoServer.start(path, ECHO);
    try (server;
        FifoClient client = FifoClient.to(path)) {
      assertThatThrownBy(() -> server.await(Duration.ofMillis(1)))
          .isInstanceOf(DeadlineExceededException.class)
          .hasMessageStartingWith("await the close of server at fifo " + path);
      assertThat(client.ask("x", LONG)).isEqualTo("<x>");
    }
    server.await(Duration.ZERO);
  }

  @Test
  void anOptionOutOfItsRangeIsRefused() {
    FifoServerOptions standard = FifoServerOptions.standard();
    assertThatThrownBy(() -> standard.maxInFlight(0)).hasMessage("requests ≥ 1 expected: 0");
    assertThatThrownBy(() -> standard.maxBytes(-1)).hasMessage("bytes ≥ 1 expected: -1");
    assertThatThrownBy(() -> standard.clientLimit(Duration.ofMillis(-1)))
        .hasMessage("limit ≥ 0 expected: PT-0.001S");
  }
}
