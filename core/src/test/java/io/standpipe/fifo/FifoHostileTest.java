package io.standpipe.fifo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.children.FifoAsking;
import io.standpipe.framing.Framing;
import io.standpipe.testing.Eventually;
import io.standpipe.testing.Leaks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that vanish, dawdle, talk nonsense or mean harm: none of them harms another one. */
@Tag("pitfall-23")
@Tag("pitfall-34")
@Tag("blocking")
class FifoHostileTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final long SELF = ProcessHandle.current().pid();
  private static final RequestHandler ECHO =
      request -> request.startsWith("big") ? "x".repeat(1_000_000) : request;

  private Leaks before;
  private Path path;
  private Path replies;
  private FifoServer server;
  private FifoClient good;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    before = Leaks.snapshot();
    path = folder.resolve("q");
    replies = folder.resolve("q.replies");
    server =
        FifoServer.start(
            path,
            FifoServerOptions.standard().maxInFlight(4).maxBytes(10_000).clientLimit(SHORT),
            ECHO);
    good = FifoClient.to(path);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    good.close();
    server.close();
    if (Files.exists(path)) {
      FifoServer.delete(path);
    }
    assertThat(folder).isEmptyDirectory();
    Leaks.assertNoneSince(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "call",
        "call ",
        "call ../q x",
        "call /etc/passwd x",
        "call 1 x",
        "call 1./../../victim x",
        "call server x",
        "call lock x",
        "call 0.x y",
        "call .1.x y",
        "long ../victim",
        "call 12345678901.x y",
      })
  void nonsenseIsPassedOver(String line) throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "untouched");
    say(line + "\n");
    assertThat(good.ask("fine", LONG)).isEqualTo("fine");
    assertThat(victim).hasContent("untouched");
    assertThat(server.malformed()).isEqualTo(line.isEmpty() ? 0 : 1);
    Files.delete(victim);
  }

  @Test
  void bytesThatAreNoTextAndALineWithoutAnEndAreEndedByTheNextRequest() throws Exception {
    try (PipeWriter writer = Fifo.at(path).openWriter(LONG)) {
      writer.write(ByteBuffer.wrap(new byte[] {'c', 'a', 'l', 'l', ' ', (byte) 0xff, '\n'}));
      writer.write("x".repeat(100_000)); // no end, and far too long
    }
    assertThat(good.ask("fine", LONG)).isEqualTo("fine");
    assertThat(server.malformed()).isEqualTo(2);
  }

  @Test
  void aReplyGoesToNothingButAFifo() throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "untouched");
    Files.writeString(replies.resolve(SELF + ".file"), "untouched");
    Files.createSymbolicLink(replies.resolve(SELF + ".link"), victim);
    say("call " + SELF + ".file x\ncall " + SELF + ".link x\nlong " + SELF + ".link\n");
    Eventually.holds("they are given up", () -> server.unanswered() == 3);
    assertThat(victim).hasContent("untouched");
    assertThat(replies.resolve(SELF + ".file")).hasContent("untouched");
    assertThat(good.ask("fine", LONG)).isEqualTo("fine");
    Files.delete(victim);
  }

  @Test
  @Tag("pitfall-33")
  void clientsThatDoNotReadTheirRepliesDelayNoOther() throws Exception {
    // More than the handler may work on at once, each with a reply that its fifo cannot hold.
    var ends = new PipeReader[12];
    for (int i = 0; i < ends.length; i++) {
      String name = SELF + ".dawdler" + i;
      ends[i] = Fifo.create(replies.resolve(name)).keepOpen().openReader();
      say("call " + name + " big\n");
    }
    for (int i = 0; i < 100; i++) {
      assertThat(good.ask("fine " + i, LONG)).isEqualTo("fine " + i);
    }
    Eventually.holds("they lose their replies", () -> server.unanswered() == ends.length);
    for (PipeReader end : ends) {
      end.close();
    }
  }

  @Test
  @Tag("pitfall-33")
  void aClientThatReadsItsReplyKeepsItsPlaceAmongThoseThatDoNot() throws Exception {
    // Each of these replies needs more room than is left, so one that waits for its client must go.
    var ends = new PipeReader[100];
    for (int i = 0; i < ends.length; i++) {
      String name = SELF + ".dawdler" + i;
      ends[i] = Fifo.create(replies.resolve(name)).keepOpen().openReader();
      say("call " + name + " big\n");
      assertThat(good.ask("fine " + i, LONG)).isEqualTo("fine " + i);
    }
    Eventually.holds("they lose their replies", () -> server.unanswered() == ends.length);
    for (PipeReader end : ends) {
      end.close();
    }
  }

  @Test
  void clientsThatNeverOpenTheirFifosDelayNoOther() throws Exception {
    for (int i = 0; i < 12; i++) {
      String name = SELF + ".absent" + i;
      Fifo.create(replies.resolve(name));
      say("call " + name + " x\nlong " + name + "\n");
    }
    assertThat(good.ask("fine", LONG)).isEqualTo("fine");
    Eventually.holds("they are given up", () -> server.unanswered() == 24);
  }

  @Test
  void aClientThatVanishesInTheMiddleOfALongRequestLosesItAlone() throws Exception {
    String name = SELF + ".half";
    try (PipeReader reply = Fifo.create(replies.resolve(name)).keepOpen().openReader()) {
      Fifo body = Fifo.create(replies.resolve(name + ".in"));
      say("long " + name + "\n");
      try (PipeWriter writer = body.openWriter(LONG)) {
        writer.write("half a requ");
      }
      Eventually.holds("it is given up", () -> server.unanswered() == 1);
      assertThat(reply.available()).isZero();
    }
    assertThat(good.ask("fine", LONG)).isEqualTo("fine");
  }

  @Test
  @Tag("pitfall-11")
  void aKilledClientLeavesNothingBehindForLong() throws Exception {
    try (Child client =
        Command.self(FifoAsking.class, path.toString(), "spam").stdout(Redirect.pipe()).start()) {
      var answers = Framing.lines().reader(client.stdout());
      assertThat(answers.readText()).isEqualTo("spam");
      client.signal(Signal.KILL);
      client.await();
    }
    assertThat(good.ask("fine", LONG)).isEqualTo("fine");
    server.close(); // sweeps, as does a start, and the server after every 256 lines
    try (var left = Files.list(replies)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .allMatch(name -> !ClientName.isOne(name) || name.startsWith(SELF + "."));
    }
  }

  @Test
  void whatIsOpenToOthersIsRefused() throws Exception {
    Path open = folder.resolve("open");
    Fifo.create(open, PosixFilePermissions.fromString("rw--w--w-"));
    assertThatThrownBy(() -> FifoServer.start(open, ECHO))
        .hasMessageContaining("has mode 622")
        .hasMessageContaining("alone must have access");
    assertThatThrownBy(() -> FifoClient.to(open)).hasMessageContaining("alone must have access");
    Files.delete(open);

    Path other = folder.resolve("other");
    Files.createDirectory(
        folder.resolve("other.replies"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    assertThatThrownBy(() -> FifoServer.start(other, ECHO)).hasMessageContaining("has mode 750");
    Files.delete(folder.resolve("other.replies"));
    assertThat(other).doesNotExist();
  }

  @Test
  void aFolderThatIsALinkIsRefused() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("linked.replies"), real);
    Path linked = folder.resolve("linked");
    assertThatThrownBy(() -> FifoServer.start(linked, ECHO)).isInstanceOf(IOException.class);
    assertThat(real).isEmptyDirectory();
    Files.delete(folder.resolve("linked.replies"));
    assertThat(linked).doesNotExist();
    Files.delete(real);
  }

  private void say(String lines) throws IOException, InterruptedException {
    try (PipeWriter writer = Fifo.at(path).openWriter(LONG)) {
      writer.write(ByteBuffer.wrap(lines.getBytes(US_ASCII)));
    }
  }
}
