package io.standpipe.cli;

import io.standpipe.cli.doctor.Changes;
import io.standpipe.cli.doctor.Picture;
import io.standpipe.cli.doctor.Scope;
import io.standpipe.cli.doctor.TextReport;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;

/**
 * {@code doctor --watch}: looks again and again. No event tells that two programs have begun to
 * wait for each other, so time is what it waits for. A signal ends it, with the JVM; the terminal
 * is left with what was seen last.
 */
final class DoctorWatch {
  private final Scope scope;
  private final Duration interval;

  DoctorWatch(Scope scope, Duration interval) {
    this.scope = scope;
    this.interval = interval;
  }

  /** Does not return: ends when nobody reads what it prints, or by a signal. */
  void run() throws IOException, InterruptedException {
    StandardOutput out = StandardOutput.out();
    if (Terminal.is(1)) {
      var screen = new Screen(out);
      while (true) {
        screen.show(text(scope.look()));
        Thread.sleep(interval);
      }
    }
    var changes = new Changes();
    while (true) {
      out.write(changes.since(scope.look()));
      Thread.sleep(interval);
    }
  }

  private String text(Picture picture) {
    String report = new TextReport(picture, scope, DoctorCommand.style()).toString();
    return "Every %s, until Ctrl-C. Seen at %tT.%n%n%s"
        .formatted(
            interval.toString().substring(2).toLowerCase(Locale.ROOT),
            picture.diagnosis().snapshot().taken().atZone(ZoneId.systemDefault()),
            report);
  }
}
