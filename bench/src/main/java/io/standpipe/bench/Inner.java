package io.standpipe.bench;

import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;

/** The work {@code inner}: the JMH benchmarks of the package of that name. */
final class Inner {
  static final String NAME = "inner";
  static final String DOES = "what one step costs inside a JVM when nothing waits, by JMH";

  private static final String PACKAGE = Inner.class.getPackageName() + "." + NAME + ".";
  private static final List<String> COLUMNS =
      List.of("", "per operation", "± at 99.9 %", "target", "");

  private Inner() {}

  static Section run(Scale scale) {
    try {
      List<Row> rows =
          new Runner(options(scale)).run().stream().map(one -> row(scale, one)).toList();
      return new Section(NAME, DOES, COLUMNS, rows, rows.isEmpty());
    } catch (RunnerException e) {
      List<Row> rows = List.of(Row.remark(NAME, "", "FAILED: " + e.getMessage()));
      return new Section(NAME, DOES, COLUMNS, rows, true);
    }
  }

  private static Options options(Scale scale) {
    return Jmh.options(scale, Amount.time().at(scale)).include(PACKAGE.replace(".", "\\.")).build();
  }

  private static Row row(Scale scale, RunResult run) {
    String name = run.getParams().getBenchmark().replace(PACKAGE, "");
    Result<?> result = run.getPrimaryResult();
    if (!scale.judges()) {
      return Row.remark(name, "", "ran");
    }
    String score = String.format(Locale.ROOT, "%,.1f %s", result.getScore(), result.getScoreUnit());
    String error = String.format(Locale.ROOT, "%,.1f", result.getScoreError());
    return new Row(name, score, error, "", Verdict.NONE, "");
  }
}
