package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Scripts;
import io.standpipe.testing.Background;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random bytes through two fifos and a program between them. 64 MiB, or as many as {@code
 * -Dstandpipe.test.bytes} says.
 */
@Tag("blocking")
class FifoBulkTest {
  private static final long BYTES = Long.getLong("standpipe.test.bytes", 64L << 20);
  private static final int CHUNK = 64 * 1024;

  @TempDir private Path folder;

  @Test
  void whatComesOutHasTheDigestOfWhatWentIn() throws Exception {
    Leaks before = Leaks.snapshot();
    Fifo in = Fifo.create(folder.resolve("in"));
    Fifo out = Fifo.create(folder.resolve("out"));
    Command cat =
        Scripts.sh("exec cat \"$1\" > \"$2\"", in.path().toString(), out.path().toString());
    try (Child child = cat.start()) {
      var written = Background.start(ThreadKind.VIRTUAL, () -> write(in));
      String read = read(out);
      assertThat(read).isEqualTo(written.value());
      assertThat(child.await()).isEqualTo(new ExitStatus.Exited(0));
    }
    Leaks.assertNoneSince(before);
  }

  private static String write(Fifo fifo) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    var random = new SplittableRandom(BYTES);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    try (PipeWriter writer = fifo.openWriter()) {
      for (long left = BYTES; left > 0; left -= CHUNK) {
        random.nextBytes(chunk.array());
        digest.update(chunk.array());
        writer.write(chunk.clear());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String read(Fifo fifo) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    try (PipeReader reader = fifo.openReader()) {
      while (reader.read(chunk.clear()) >= 0) {
        digest.update(chunk.flip());
      }
    } catch (IOException e) {
      throw new AssertionError("the read failed", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
