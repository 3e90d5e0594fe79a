package io.standpipe.cli.fifo;

import io.standpipe.cli.Main;
import io.standpipe.cli.text.Printable;
import io.standpipe.doctor.PipeHolder;

/** Processes as people know them. */
final class ProcessLabel {
  private static final String MAIN = " " + Main.class.getName() + " ";

  private ProcessLabel() {}

  /**
   * {@code 4711 (cat q)}: the program without its folder, and a standpipe without the Java that it
   * runs in.
   */
  static String of(PipeHolder holder) {
    String command = holder.command();
    int own = command.indexOf(MAIN);
    if (own >= 0) {
      command = "standpipe " + command.substring(own + MAIN.length());
    } else {
      int end = command.indexOf(' ');
      command = command.substring(command.lastIndexOf('/', end < 0 ? command.length() : end) + 1);
    }
    return holder.pid() + " (" + Printable.text(command) + ")";
  }
}
