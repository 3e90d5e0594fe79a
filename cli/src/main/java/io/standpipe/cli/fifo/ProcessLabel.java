package io.standpipe.cli.fifo;

import io.standpipe.doctor.Holder;
import io.standpipe.internal.text.Escaping;

/** Processes as messages name them. */
final class ProcessLabel {
  /**
   * The main class in the command line of a running standpipe, by name, as this room is below it.
   */
  private static final String MAIN = " io.standpipe.cli.Main ";

  private ProcessLabel() {}

  /**
   * {@code 4711 (cat q)}: the program without its folder, and standpipe without the {@code java}
   * that runs it.
   */
  static String of(Holder holder) {
    String command = holder.command();
    int own = command.indexOf(MAIN);
    if (own >= 0) {
      command = "standpipe " + command.substring(own + MAIN.length());
    } else {
      int end = command.indexOf(' ');
      command = command.substring(command.lastIndexOf('/', end < 0 ? command.length() : end) + 1);
    }
    return holder.pid() + " (" + Escaping.printable(command) + ")";
  }
}
