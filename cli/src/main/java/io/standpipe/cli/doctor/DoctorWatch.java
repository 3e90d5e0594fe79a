package io.standpipe.cli.doctor;

import io.standpipe.cli.doctor.report.ChangeReport;
import io.standpipe.cli.doctor.report.TextReport;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.Tty;
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
  private final ViewScope scope;
  private final Duration interval;

  DoctorWatch(ViewScope scope, Duration interval) {
    this.scope = scope;
    this.interval = interval;
  }

  /** Does not return: ends when nobody reads what it prints, or by a signal. */
  void run() throws IOException, InterruptedException {
    StandardOutput out = StandardOutput.out();
    if (Tty.isTty(1)) {
      var screen = new RefreshingScreen(out);
      while (true) {
        screen.show(text(scope.look()));
        Thread.sleep(interval);
      }
    }
    var changes = new ChangeReport();
    while (true) {
      out.write(changes.since(scope.look()));
      Thread.sleep(interval);
    }
  }

  private String text(DiagnosisView picture) {
    String report = new TextReport(picture, scope, DoctorCommand.style()).toString();
    return "Every %s, until Ctrl-C. Seen at %tT.%n%n%s"
        .formatted(
            interval.toString().substring(2).toLowerCase(Locale.ROOT),
            picture.diagnosis().snapshot().taken().atZone(ZoneId.systemDefault()),
            report);
  }
}
