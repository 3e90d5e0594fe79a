package io.standpipe.cli.progress;

import io.standpipe.cli.output.ErrorStream;
import io.standpipe.cli.output.StandardOutput;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A command with a display, which obeys the lines that it reads. */
final class ProgressScene {
  private static final AtomicInteger LOOKS = new AtomicInteger();
  private static volatile String shown = "working";

  private ProgressScene() {}

  public static void main(String[] args) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var errors = new ErrorStream();
    var display = ProgressDisplay.start(ProgressScene::lines);
    String line = in.readLine();
    while (line != null) {
      String argument = line.substring(line.indexOf(' ') + 1);
      switch (line.split(" ", 2)[0]) {
        case "show" -> shown = argument;
        case "error" -> errors.write(argument.translateEscapes().getBytes(StandardCharsets.UTF_8));
        case "warn" -> StandardOutput.warn(argument);
        case "close" -> display.close();
        case "leave" -> display.leave();
        case "looks" -> StandardOutput.print(LOOKS + "\n");
        case "exit" -> System.exit(0);
        default -> throw new IllegalArgumentException(line);
      }
      line = in.readLine();
    }
  }

  private static List<ProgressLine> lines(long now) {
    LOOKS.incrementAndGet();
    if (shown.equals("bug")) {
      throw new IllegalStateException("as told");
    }
    return List.of(new ProgressLine().add(shown), new ProgressLine().add("second line"));
  }
}
