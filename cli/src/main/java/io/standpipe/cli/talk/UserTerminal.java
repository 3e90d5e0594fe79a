package io.standpipe.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The terminal at which somebody sits, for what a file cannot do: keys, its size, and that it is
 * put back as it was.
 */
final class UserTerminal {
  private UserTerminal() {}

  /**
   * Opens it; closing it puts it back as it was. JLine works by the JDK's foreign functions here: a
   * library of its own would have to be unpacked into /tmp first, and stty(1) to be run at each
   * look.
   */
  static Terminal open() throws IOException {
    try {
      return TerminalBuilder.builder()
          .system(true)
          .provider("ffm")
          .dumb(false)
          .encoding(UTF_8)
          .graphemeCluster(false) // would ask the terminal, and wait for its answer
          .nativeSignals(true)
          .build();
    } catch (IllegalStateException e) {
      throw new IOException("open the terminal: " + e.getMessage(), e);
    }
  }
}
