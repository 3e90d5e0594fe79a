package io.standpipe.bench;

import io.standpipe.bench.codec.MessageDecoding;
import io.standpipe.bench.codec.Wire;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;

/**
 * The work {@code framing}: each framing beside code without the library, measured by JMH. The two
 * run right after each other, because otherwise their ratio would compare different moments.
 */
final class Codecs {
  static final String NAME = "framing";
  static final String DOES =
      "read messages of 1 KiB from memory, as slices, by JMH; java.io beside each framing";

  private static final List<String> COLUMNS = List.of("", "GB/s", "standpipe : it", "target", "");
  private static final Amount ITERATION = new Amount(Amount.Kind.MILLIS, 300, 200, 10);
  private static final String GARBAGE = "gc.alloc.rate.norm";
  private static final double LEAST_RATE = 1.0;
  private static final double LEAST_RATIO = 3.0;

  /** Bytes per message that JMH itself and a compilation allocate. */
  private static final double NO_GARBAGE = 0.5;

  private Codecs() {}

  static Section run(Scale scale) {
    List<Row> rows = new ArrayList<>();
    try {
      for (Wire wire : Wire.values()) {
        rows.addAll(rows(scale, wire, new Runner(options(scale, wire)).run()));
      }
      return new Section(NAME, DOES, COLUMNS, rows, false);
    } catch (RunnerException e) {
      rows.add(Row.remark(NAME, "", "FAILED: " + e.getMessage()));
      return new Section(NAME, DOES, COLUMNS, rows, true);
    }
  }

  private static Options options(Scale scale, Wire wire) {
    return Jmh.options(scale, ITERATION.at(scale))
        .include(MessageDecoding.class.getName())
        .param("wire", wire.name())
        .addProfiler(GCProfiler.class)
        .build();
  }

  private static List<Row> rows(Scale scale, Wire wire, Collection<RunResult> results) {
    String plain = wire.label() + ", " + wire.plainBy();
    if (!scale.judges()) {
      return List.of(Row.remark(wire.label(), "", "ran"), Row.remark(plain, "", "ran"));
    }
    RunResult ours = of("standpipe", results);
    double rate = rate(ours);
    double theirs = rate(of("plain", results));
    Result<?> allocated = ours.getSecondaryResults().get(GARBAGE);
    double garbage = allocated == null ? Double.NaN : allocated.getScore();
    return List.of(
        row(wire.label(), rate, "", "≥ " + text(LEAST_RATE), rate >= LEAST_RATE),
        row(
            plain,
            theirs,
            text(rate / theirs),
            "≥ " + text(LEAST_RATIO),
            rate / theirs >= LEAST_RATIO),
        row(
            wire.label() + ": garbage a message, bytes",
            garbage,
            "",
            "≤ " + text(NO_GARBAGE),
            garbage <= NO_GARBAGE));
  }

  private static Row row(String name, double figure, String ratio, String target, boolean met) {
    return new Row(name, text(figure), ratio, target, Verdict.of(met), "");
  }

  private static RunResult of(String method, Collection<RunResult> results) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
        .findFirst()
        .orElseThrow();
  }

  /** Bytes of content per nanosecond. */
  private static double rate(RunResult result) {
    return Wire.BYTES / result.getPrimaryResult().getScore();
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
