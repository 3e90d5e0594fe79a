package io.standpipe.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Child;
import io.standpipe.Fifo;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.Redirect;
import io.standpipe.children.Processes;
import io.standpipe.children.Scripts;
import io.standpipe.doctor.Holder;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.RawPipe;
import io.standpipe.testing.BlockedCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeHoldersTest {
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir private Path folder;

  @Test
  void bothSidesOfAChildsPipeAreFound() throws Exception {
    try (Child child = Scripts.sh("read line").stdin(Redirect.pipe()).start()) {
      BlockedCall.await(child, "read");
      assertThat(PipeHolders.sharing(child.pid(), 0))
          .anySatisfy(holder -> {
            assertThat(holder.pid()).isEqualTo(child.pid());
            assertThat(holder.fd()).isZero();
            assertThat(holder.reads()).isTrue();
            assertThat(holder.writes()).isFalse();
            assertThat(holder.command()).isEqualTo("/bin/sh -c read line sh");
            assertThat(holder).hasToString("pid " + child.pid() + " (/bin/sh -c read line sh)");
          })
          .anySatisfy(holder -> {
            assertThat(holder.pid()).isEqualTo(SELF);
            assertThat(holder.writes()).isTrue();
            assertThat(holder.reads()).isFalse();
          })
          .hasSize(2);
    }
  }

  /** The most frequent question of all: which process still holds the pipe that does not end? */
  @Test
  @Tag("pitfall-6")
  void aGrandchildThatOutlivesTheChildIsNamed() throws Exception {
    var command =
        Scripts.sh("/bin/sh -c 'read line <&3' grandchild & echo $!")
            .fd(3, Redirect.pipeToChild())
            .stdout(Redirect.pipe());
    try (Child child = command.start()) {
      ByteBuffer line = ByteBuffer.allocate(20);
      assertThat(child.stdout().read(line)).isPositive();
      long grandchild =
          Long.parseLong(
              new String(line.array(), 0, line.position(), StandardCharsets.US_ASCII).strip());
      child.await();
      assertThat(PipeHolders.sharing(grandchild, 1))
          .filteredOn(Holder::writes)
          .singleElement()
          .satisfies(holder -> assertThat(holder.pid()).isEqualTo(grandchild));
      child.writer(3).close();
      Processes.awaitGone(grandchild);
    }
  }

  @Test
  void everyDescriptorThatHoldsThePipeIsListed() {
    try (var pipe = new RawPipe(0)) {
      assertThat(PipeHolders.sharing(SELF, pipe.readEnd()))
          .extracting(Holder::fd)
          .containsExactlyInAnyOrder(pipe.readEnd(), pipe.writeEnd());
    }
  }

  @Test
  void whatIsNoPipeOrNotThereHasNoHolders() throws Exception {
    String file = Files.createFile(folder.resolve("file")).toString();
    int fd = Platform.posix().open(file, Constants.O_CLOEXEC, 0);
    assertThat(PipeHolders.sharing(SELF, fd)).isEmpty();
    assertThat(PipeHolders.of(Path.of(file))).isEmpty();
    Platform.posix().close(fd);
    assertThat(PipeHolders.sharing(SELF, 999_999)).isEmpty();
    assertThat(PipeHolders.sharing(Integer.MAX_VALUE, 0)).isEmpty();
    assertThat(PipeHolders.of(folder.resolve("missing"))).isEmpty();
  }

  @Test
  void theHoldersOfAFifoAreListedWithTheirEnds() throws Exception {
    Fifo fifo = Fifo.create(folder.resolve("fifo"));
    assertThat(PipeHolders.of(fifo.path())).isEmpty();
    try (PipeReader both = fifo.keepOpen().openReader();
        PipeWriter writer = fifo.openWriter(Duration.ofSeconds(20));
        PipeReader reader = fifo.openReader(Duration.ofSeconds(20))) {
      assertThat(both.isOpen() && writer.isOpen() && reader.isOpen()).isTrue();
      assertThat(PipeHolders.of(fifo.path()))
          .allSatisfy(holder -> assertThat(holder.pid()).isEqualTo(SELF))
          .extracting(holder -> (holder.reads() ? "r" : "") + (holder.writes() ? "w" : ""))
          .containsExactlyInAnyOrder("rw", "w", "r");
    }
    assertThat(PipeHolders.of(fifo.path())).isEmpty();
  }
}
