package io.standpipe.fifo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Fifo;
import io.standpipe.children.Scripts;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.testing.Background;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.ThreadKind;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each client of a server costs only itself. */
@Tag("pitfall-58")
@Tag("blocking")
class FifoFairnessTest extends FifoServerFixture {
  private static final long SELF = ProcessHandle.current().pid();

  /** As many as once filled all places of the server for 5 seconds. */
  @ParameterizedTest
  @ValueSource(strings = {"call %s x\n", "long %s\n"})
  void requestsThatNameAFifoWhichNobodyOpensDelayNoOther(String request) throws Exception {
    var limits = FifoServerOptions.standard().clientLimit(LONG);
    FifoServer server = FifoServer.start(path, limits, ECHO);
    try (FifoClient good = FifoClient.to(path)) {
      assertThat(good.ask("first", LONG)).isEqualTo("<first>");
      Path replies = folder.resolve("q.replies");
      try (var writer = Fifo.at(path).openWriter(LONG)) {
        for (int i = 0; i < 400; i++) {
          String name = SELF + ".absent" + i;
          Fifo.create(replies.resolve(name));
          Fifo.create(replies.resolve(name + ".in"));
          writer.write(ByteBuffer.wrap(request.formatted(name).getBytes(US_ASCII)));
        }
      }
      assertThat(good.ask("fine", LONG)).isEqualTo("<fine>");
      assertThat(server.unanswered()).as("given up by now").isZero();
      try (var all = Files.list(replies)) {
        for (Path each : all.filter(f -> f.toString().contains(".absent")).toList()) {
          if (request.startsWith("long") && each.toString().endsWith(".in")) {
            Fifo.at(each).openWriter(LONG).close(); // comes, and says nothing
          }
          Files.delete(each);
        }
      }
      Eventually.holds("they are given up", () -> server.unanswered() == 400);
    } finally {
      server.close();
    }
  }

  @Test
  void theHandlerLearnsHowLongTheClientWaits() throws Exception {
    var limits = new ConcurrentLinkedQueue<Duration>();
    var handler =
        new RequestHandler() {
          @Override
          public String answer(String request) {
            return request;
          }

          @Override
          public String answer(String request, Duration limit) {
            limits.add(limit);
            return answer(request);
          }
        };
    try (FifoServer server = FifoServer.start(path, handler);
        FifoClient client = FifoClient.to(path)) {
      assertThat(client.ask("x", LONG)).isEqualTo("x");
      assertThat(client.ask("x".repeat(10_000), LONG)).hasSize(10_000);
      assertThat(limits).hasSize(2).allMatch(l -> l.isPositive() && l.compareTo(LONG) <= 0);
      assertThat(client.ask("x", Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("x");
      assertThat(server.answered()).isEqualTo(3);
    }
    assertThat(limits).element(2).matches(l -> l.toDays() > 36_500, "no limit");
  }

  @Test
  void aRequestWhoseClientHasGivenUpNeverReachesTheHandler() throws Exception {
    var mayAnswer = new CountDownLatch(1);
    var seen = new ConcurrentLinkedQueue<String>();
    RequestHandler slow =
        request -> {
          seen.add(request);
          mayAnswer.await();
          return request;
        };
    try (FifoServer server =
            FifoServer.start(path, FifoServerOptions.standard().maxInFlight(1), slow);
        FifoClient first = FifoClient.to(path);
        FifoClient second = FifoClient.to(path)) {
      var working = Background.start(ThreadKind.VIRTUAL, () -> first.ask("first", LONG));
      Eventually.holds("the first is at the handler", () -> seen.size() == 1);
      assertThatThrownBy(() -> second.ask("second", SHORT))
          .isInstanceOf(DeadlineExceededException.class);
      Eventually.holds("the server has given it up", () -> server.unanswered() == 1);
      mayAnswer.countDown();
      assertThat(working.value()).isEqualTo("first");
      assertThat(second.ask("third", LONG)).isEqualTo("third");
    }
    assertThat(List.copyOf(seen)).containsExactly("first", "third");
  }

  @Test
  void aShellSaysHowLongItWaitsAndNonsenseIsPassedOver() throws Exception {
    String script =
        """
        me=$$.r; mkfifo -m 600 "$1.replies/$me"; exec 3<> "$1.replies/$me"
        for bad in 'within' 'within x call $me y' 'within -1 call $me y' 'within 99' ; do
          eval echo \\"$bad\\" > "$1"
        done
        echo "within 20000 call $me 6 * 7" > "$1"; read -r reply <&3; echo "$reply"
        rm "$1.replies/$me"
        """;
    try (FifoServer server = FifoServer.start(path, ECHO)) {
      assertThat(Scripts.sh(script, path.toString()).timeout(LONG).read()).isEqualTo("ok <6 * 7>");
      assertThat(server.malformed()).isEqualTo(4);
    }
  }
}
