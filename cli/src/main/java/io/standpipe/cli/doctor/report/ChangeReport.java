package io.standpipe.cli.doctor.report;

import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.doctor.Bottleneck;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.FullPipe;
import io.standpipe.doctor.LeakedWriteEnd;
import io.standpipe.doctor.NobodyListens;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.SmallPipe;
import io.standpipe.doctor.Unflushed;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The changes from one look to the next, as lines for a log. A finding is reported in full when it
 * first appears, and by its summary when it has gone.
 */
public final class ChangeReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private Map<Key, Finding> known = Map.of();
  private boolean begun;

  /**
   * Identifies a finding over time. Its texts do not, because they contain bytes and seconds, which
   * change.
   */
  private record Key(
      Class<? extends Finding> kind, Severity severity, Set<Long> pids, String subject) {
    static Key of(Finding finding) {
      return new Key(finding.getClass(), finding.severity(), finding.pids(), subject(finding));
    }

    private static String subject(Finding finding) {
      return switch (finding) {
        case Deadlock d -> d.cause();
        case Unflushed u -> Integer.toString(u.fd());
        case LeakedWriteEnd h -> h.channel().id();
        case FullPipe c -> c.channel().id();
        case Bottleneck p -> p.input().id();
        case NobodyListens n -> n.path();
        case SmallPipe s -> "";
      };
    }
  }

  /** The lines for this look, each with its newline; empty if nothing has changed. */
  public String since(DiagnosisView view) {
    Map<Key, Finding> now = new LinkedHashMap<>();
    view.diagnosis().findings().forEach(f -> now.putIfAbsent(Key.of(f), f));
    String time = TIME.format(view.diagnosis().snapshot().taken());
    var lines = new StringBuilder();
    known.forEach((key, finding) -> {
      if (!now.containsKey(key)) {
        lines.append(time).append(" gone: ").append(finding.summary()).append('\n');
      }
    });
    now.forEach((key, finding) -> {
      if (!known.containsKey(key)) {
        lines.append(time).append(' ').append(finding.report()).append('\n');
      }
    });
    if (!begun && now.isEmpty()) {
      lines.append(time).append(" no fault was found\n");
    }
    begun = true;
    known = now;
    return lines.toString();
  }
}
