package io.standpipe.fifo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing a server, or a client, and an interrupt, end what waits and leave nothing. */
@Tag("pitfall-23")
@Tag("blocking")
class FifoServerCloseTest extends FifoServerFixture {
  @Test
  void closingAnswersWhatHasBeenTakenAndEndsAwait() throws Exception {
    var atWork = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    RequestHandler waits =
        request -> {
          atWork.countDown();
          mayAnswer.await();
          return request;
        };
    FifoServer server = FifoServer.start(path, waits);
    try (FifoClient client = FifoClient.to(path)) {
      var answer = Background.start(ThreadKind.VIRTUAL, () -> client.ask("spam", LONG));
      atWork.await();
      var awaiting =
          Background.parked(
              ThreadKind.VIRTUAL,
              () -> {
                server.await();
                return true;
              });
      var closing =
          Background.parked(
              ThreadKind.VIRTUAL,
              () -> {
                server.close();
                return true;
              });
      mayAnswer.countDown();
      assertThat(answer.value()).isEqualTo("spam");
      assertThat(closing.value()).isTrue();
      assertThat(awaiting.value()).isTrue();
      server.close();
    }
  }

  @Test
  void aFunctionThatDoesNotEndIsInterruptedByTheClose() throws Exception {
    var limits = FifoServerOptions.standard().maxInFlight(1).maxBytes(100).clientLimit(SHORT);
    var atWork = new CountDownLatch(1);
    FifoServer server =
        FifoServer.start(
            path,
            limits,
            request -> {
              atWork.countDown();
              return never();
            });
    try (FifoClient client = FifoClient.to(path)) {
      var answer = Background.start(ThreadKind.VIRTUAL, () -> client.askOnce("spam", LONG));
      atWork.await();
      server.close();
      assertThat(answer.failure())
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(ServerGoneException.class),
              e -> assertThat(e).isInstanceOf(RequestFailedException.class));
    }
  }

  @Test
  void closingAClientEndsItsRequest() throws Exception {
    FifoClient client = FifoClient.to(path);
    RequestHandler never = request -> never();
    try (FifoServer server =
        FifoServer.start(
            path,
            FifoServerOptions.standard().maxInFlight(1).maxBytes(100).clientLimit(SHORT),
            never)) {
      var answer = Background.parked(ThreadKind.VIRTUAL, () -> client.ask("spam", LONG));
      Eventually.holds("it is sent", () -> replyFifo() != null);
      client.close();
      assertThat(answer.failure())
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(AsynchronousCloseException.class),
              e -> assertThat(e).isInstanceOf(ClosedChannelException.class));
      assertThatThrownBy(() -> client.ask("spam", LONG)).isInstanceOf(ClosedChannelException.class);
      client.close();
      assertThat(server.answered()).isZero();
    }
  }

  /** The reply fifo of the one client, once there is one. */
  private Path replyFifo() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("q.replies"))) {
      return files.filter(f -> ClientName.isOne(f.getFileName().toString())).findAny().orElse(null);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterruptEndsARequestAndTheClientStaysUsable(boolean withServer) throws Exception {
    var asked = new CountDownLatch(1);
    RequestHandler first =
        request -> {
          if (request.equals("wait")) {
            asked.countDown();
            return never();
          }
          return request;
        };
    var limits = FifoServerOptions.standard().maxInFlight(4).maxBytes(100).clientLimit(SHORT);
    FifoServer server = withServer ? FifoServer.start(path, limits, first) : null;
    try (FifoClient client = FifoClient.to(path)) {
      var answer = Background.start(ThreadKind.VIRTUAL, () -> client.ask("wait", LONG));
      if (withServer) {
        asked.await();
      }
      Eventually.parked(answer.thread());
      answer.interrupt();
      assertThat(answer.failure()).isInstanceOf(InterruptedException.class);
      try (FifoServer other = withServer ? server : FifoServer.start(path, limits, first)) {
        assertThat(client.ask("next", LONG)).isEqualTo("next");
        assertThat(other.answered()).isOne();
      }
    }
  }
}
