package io.standpipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.children.Scripts;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a child finds open: what it was given, whatever this JVM has. */
class ChildDescriptorsTest {
  /** The shell that lists them; ls itself has one more open, the folder that it lists. */
  private static final Command LISTS_ITS_DESCRIPTORS = Scripts.sh("ls /proc/$$/fd");

  @Test
  @Tag("pitfall-28")
  void aChildOfAJvmWithAThousandOpenFilesAndSocketsHasWhatItWasGiven() throws Exception {
    List<Closeable> open = new ArrayList<>();
    try (var server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
      for (int n = 0; n < 400; n++) {
        open.add(new FileInputStream("/dev/null"));
        open.add(SocketChannel.open(server.getLocalSocketAddress()));
        open.add(server.accept());
      }
      assertThat(LISTS_ITS_DESCRIPTORS.read().split("\n", -1)).containsExactly("0", "1", "2");
      Command more = LISTS_ITS_DESCRIPTORS.fd(3, Redirect.pipeToChild());
      try (Child child = more.piped().fd(7, Redirect.pipeFromChild()).start()) {
        assertThat(new String(child.stdout().readAllBytes(), US_ASCII).lines())
            .containsExactly("0", "1", "2", "3", "7");
      }
    } finally {
      close(open);
    }
  }

  @Test
  @Tag("pitfall-28")
  void noChildHoldsAnEndOfAnothersPipe() throws Exception {
    try (Child first = Command.of("cat").piped().start();
        Child second = Command.of("cat").piped().start()) {
      first.stdin().close();
      assertThat(first.stdout().readAllBytes()).isEmpty();
      assertThat(second.isAlive()).isTrue();
    }
  }

  private static void close(List<Closeable> open) throws IOException {
    for (Closeable one : open) {
      one.close();
    }
  }
}
