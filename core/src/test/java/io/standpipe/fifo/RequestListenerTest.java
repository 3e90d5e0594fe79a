package io.standpipe.fifo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server's one ear: it survives what passes, and says so if it cannot hear any more. */
@Tag("pitfall-51")
class RequestListenerTest extends FifoServerFixture {
  /** Plays a list: throws what is to be thrown, returns what is to be read, then fails for good. */
  private static final class Weather implements ReadableByteChannel {
    private final ArrayDeque<Object> script;
    private final AtomicInteger reads = new AtomicInteger();

    private Weather(Object... script) {
      this.script = new ArrayDeque<>(List.of(script));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      reads.incrementAndGet();
      Object next = script.isEmpty() ? new IOException("bad weather for good") : script.poll();
      if (next instanceof Error error) {
        throw error;
      } else if (next instanceof IOException failure) {
        throw failure;
      }
      byte[] bytes = next.toString().getBytes(US_ASCII);
      into.put(bytes);
      return bytes.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void aLackOfMemoryAndAPassingErrorEndNothingAndALastingErrorIsToldOnceWithoutSpinning()
      throws Exception {
    FifoDirectory directory = MadeDirectory.at(FifoDirectory.at(path)).directory();
    String name = ClientName.create();
    try (PipeReader replies = Fifo.create(directory.file(name)).keepOpen().openReader()) {
      var weather =
          new Weather(
              new OutOfMemoryError("thrown by a test"),
              new IOException("a passing error"),
              "call " + name + " o",
              new OutOfMemoryError("thrown by a test"),
              "ne\ncall " + name + " two\n");
      var workers = new RequestWorkers(directory, FifoServerOptions.standard(), ECHO);
      var told = new AtomicReference<Throwable>();
      new RequestListener(directory, weather, workers, told::set).run();

      assertThat(told.get()).hasMessage("bad weather for good");
      assertThat(weather.reads).hasValueLessThan(20);
      var lines = new TimedLines(replies, 100);
      var deadline = Deadline.after(LONG);
      assertThat(List.of(lines.next(deadline), lines.next(deadline)))
          .containsExactlyInAnyOrder("ok <one>", "ok <two>");
    }
    Files.delete(directory.file(name));
  }

  /** A directory in place of the fifo: each read fails with EISDIR, at once and for good. */
  @Test
  void aServerThatCanHearNothingMoreEndsAndAllWhoWaitLearnWhy() throws Exception {
    RequestHandler never = request -> never();
    var limits = FifoServerOptions.standard().clientLimit(SHORT);
    try (FifoServer server = FifoServer.start(path, limits, never);
        FifoClient client = FifoClient.to(path)) {
      var asking = Background.parked(ThreadKind.VIRTUAL, () -> client.askOnce("x", LONG));
      var awaiting =
          Background.parked(
              ThreadKind.VIRTUAL,
              () -> {
                server.await();
                return "";
              });
      int ear = descriptorOf(path);
      Posix posix = Platform.posix();
      int copy = posix.fcntl(ear, Constants.F_DUPFD_CLOEXEC, 0); // so that the loop still sees it
      int folderFd = posix.open(folder.toString(), Constants.O_RDONLY | Constants.O_CLOEXEC, 0);
      assertThat(posix.dup2(folderFd, ear)).isEqualTo(ear);
      posix.close(folderFd);
      Files.write(path, "\n".getBytes(US_ASCII)); // wakes the listener

      assertThat(awaiting.failure())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("hears no requests any more and has ended")
          .hasMessageContaining("Is a directory");
      assertThat(asking.failure()).isInstanceOf(ServerGoneException.class);
      assertThatThrownBy(() -> server.await(LONG)).hasMessageContaining("has ended");
      posix.close(copy);
    }
    FifoServer.start(path, ECHO).close();
  }

  /** Of this process: the server's, which is open for reading and writing. */
  private static int descriptorOf(Path file) throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(fd -> isOpenOn(fd, file))
          .mapToInt(fd -> Integer.parseInt(fd.getFileName().toString()))
          .filter(fd -> (Platform.posix().fcntl(fd, 3, 0) & Constants.O_RDWR) != 0)
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean isOpenOn(Path fd, Path file) {
    try {
      return Files.readSymbolicLink(fd).equals(file);
    } catch (IOException e) {
      return false;
    }
  }
}
