package io.standpipe.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Opens the user's terminal in JLine, which reads keys and the size and restores its settings. */
final class UserTerminal {
  private UserTerminal() {}

  /**
   * Opens the terminal. Closing it restores its settings.
   *
   * <p>JLine uses the JDK's foreign functions. Its own native library would have to be unpacked
   * into /tmp first, and without either it runs stty(1) for each query.
   */
  static Terminal open() throws IOException {
    try {
      return TerminalBuilder.builder()
          .system(true)
          .provider("ffm")
          .dumb(false)
          .encoding(UTF_8)
          .graphemeCluster(false) // would query the terminal and wait for its answer
          .nativeSignals(true)
          .build();
    } catch (IllegalStateException e) {
      throw new IOException("open the terminal: " + e.getMessage(), e);
    }
  }
}
