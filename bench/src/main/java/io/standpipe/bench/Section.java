package io.standpipe.bench;

import io.standpipe.bench.Standing.Absent;
import io.standpipe.bench.Standing.Failed;
import io.standpipe.bench.Standing.Ran;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of one work in one placement, with verdicts.
 *
 * @param heading the work's name and the placement
 * @param does what a round did
 * @param columns the heads of the columns, of which the first is empty
 * @param rows one for each contender, Standpipe first, then one for each note
 * @param broken whether a contender failed
 */
record Section(String heading, String does, List<String> columns, List<Row> rows, boolean broken) {
  Section {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  static Section of(
      Work work, Placement placement, Scale scale, Map<Contender, Standing> standings) {
    var judging = new Judging(scale, work, samples(standings.get(work.contenders().getFirst())));
    List<Row> rows = new ArrayList<>();
    standings.forEach((contender, standing) -> rows.add(judging.row(contender, standing)));
    for (Note note : work.notes()) {
      standings.forEach(
          (contender, standing) -> rows.addAll(judging.rows(note, contender, standing)));
    }
    boolean broken = standings.values().stream().anyMatch(Failed.class::isInstance);
    List<String> columns =
        List.of("", work.unit().label, "standpipe : it [min … max]", "target", "");
    return new Section(work.heading(placement), work.does(scale), columns, rows, broken);
  }

  private static List<Sample> samples(@Nullable Standing standing) {
    return standing instanceof Ran(List<Sample> samples) ? samples : List.of();
  }

  /** Standpipe's own samples, with which rows are compared; empty if it did not run. */
  private record Judging(Scale scale, Work work, List<Sample> ours) {
    Row row(Contender contender, Standing standing) {
      String target = target(contender.target());
      return switch (standing) {
        case Absent(String why) -> Row.remark(contender.name(), target, "ABSENT: " + why);
        case Failed(String why) -> Row.remark(contender.name(), target, "FAILED: " + why);
        case Ran(List<Sample> theirs) -> row(contender, target, theirs);
      };
    }

    private Row row(Contender contender, String target, List<Sample> theirs) {
      if (!scale.judges()) {
        return Row.remark(contender.name(), target, "ran");
      }
      String rate = work.unit().format(Ratios.medianRate(theirs));
      if (ours.isEmpty() || contender.equals(work.contenders().getFirst())) {
        return new Row(contender.name(), rate, "", target, Verdict.NONE, "");
      }
      Ratios ratios = Ratios.of(ours, theirs);
      Verdict verdict = Verdict.of(contender.target(), ratios.median());
      return new Row(contender.name(), rate, ratios.toString(), target, verdict, "");
    }

    /** The row of a note. Standpipe's median is judged; those of others are shown beside it. */
    List<Row> rows(Note note, Contender contender, Standing standing) {
      List<Sample> samples = samples(standing);
      if (samples.isEmpty()) {
        return List.of(); // its own row says why
      }
      String name = contender.name() + ": " + note.meaning();
      double[] values = samples.stream().mapToDouble(note::in).sorted().toArray();
      if (!scale.judges()) {
        return List.of(Row.remark(name, "", "told"));
      }
      double median = Ratios.median(values);
      String figure = String.format(Locale.ROOT, "%,.0f", median);
      String range =
          String.format(Locale.ROOT, "[%,.0f … %,.0f]", values[0], values[values.length - 1]);
      boolean judged = contender.equals(work.contenders().getFirst());
      String target = judged ? note.target() : "";
      Verdict verdict = judged ? note.judge(median) : Verdict.NONE;
      return List.of(new Row(name, figure, range, target, verdict, ""));
    }

    private static String target(@Nullable Double least) {
      return least == null ? "" : String.format(Locale.ROOT, "≥ %.2f", least);
    }
  }
}
