package io.standpipe.cli.doctor;

import io.standpipe.cli.doctor.report.ChangeReport;
import io.standpipe.cli.doctor.report.TextReport;
import io.standpipe.cli.doctor.report.TextStyle;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.cli.doctor.view.ViewScope;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.output.Tty;
import io.standpipe.internal.text.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;

/**
 * {@code doctor --watch}: looks again after each interval, because no event tells that two programs
 * have begun to wait for each other. A signal ends it together with the JVM, and leaves the last
 * report on the terminal.
 */
final class DoctorWatch {
  private final ViewScope scope;
  private final Duration interval;
  private final TextStyle style;

  DoctorWatch(ViewScope scope, Duration interval, TextStyle style) {
    this.scope = scope;
    this.interval = interval;
    this.style = style;
  }

  /** Does not return. Throws when its output has no reader any more. */
  void run() throws IOException, InterruptedException {
    StandardOutput out = StandardOutput.out();
    if (Tty.isTty(1)) {
      var screen = new RefreshingScreen(out);
      while (true) {
        screen.show(text(DiagnosisView.now(scope)));
        Thread.sleep(interval);
      }
    }
    var changes = new ChangeReport();
    while (true) {
      out.write(changes.since(DiagnosisView.now(scope)));
      Thread.sleep(interval);
    }
  }

  private String text(DiagnosisView view) {
    String report = new TextReport(view, scope, style).toString();
    return "Every %s until Ctrl-C. Last look at %tT.%n%n%s"
        .formatted(
            Durations.text(interval),
            view.diagnosis().snapshot().taken().atZone(ZoneId.systemDefault()),
            report);
  }
}
