package io.standpipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many random bytes arrive as they were sent: 64 MiB, or as many as {@code -Dstandpipe.test.bytes}
 * says.
 */
@Tag("pitfall-32")
class CommandBytesTest {
  private static final int CHUNK = 1 << 20;
  private static final int BYTES = Integer.getInteger("standpipe.test.bytes", 64 * CHUNK);

  @TempDir private static Path folder;
  private static Path file;
  private static String sum;

  @BeforeAll
  static void writeRandomBytes() throws Exception {
    file = folder.resolve("random");
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    var random = new Random(42);
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int left = BYTES; left > 0; left -= CHUNK) {
        random.nextBytes(chunk);
        digest.update(chunk);
        out.write(chunk);
      }
    }
    sum = HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void throughReadBytes() throws Exception {
    byte[] bytes = Command.of("cat", file.toString()).captureLimit(BYTES + CHUNK).readBytes();
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
        .isEqualTo(sum);
  }

  @Test
  void throughThreeProgramsInARow() throws Exception {
    Command cat = Command.of("cat");
    Pipeline pipeline = Pipeline.of(cat.stdin(Redirect.from(file)), cat, cat);
    assertThat(pipeline.pipeTo(Command.of("sha256sum")).read()).startsWith(sum);
  }

  @Test
  void throughProgramsWithCodeBetween() throws Exception {
    Command cat = Command.of("cat");
    Pipeline.Stage copy = (in, out) -> in.transferTo(out);
    Pipeline pipeline = cat.stdin(Redirect.from(file)).pipeTo(copy).pipeTo(cat).pipeTo(copy);
    assertThat(pipeline.pipeTo(Command.of("sha256sum")).read()).startsWith(sum);
  }

  @Test
  void throughAChildsOwnEndsByTwoThreads() throws Exception {
    try (Child child = Command.of("cat").piped().start()) {
      Thread writer = Thread.ofVirtual().start(() -> writeTo(child));
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(child.stdout().inputStream(), digest)
          .transferTo(OutputStream.nullOutputStream());
      writer.join();
      assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sum);
    }
  }

  private static void writeTo(Child child) {
    try (OutputStream out = child.stdin().outputStream()) {
      Files.copy(file, out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
