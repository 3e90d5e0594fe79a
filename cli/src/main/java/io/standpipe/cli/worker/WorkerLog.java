package io.standpipe.cli.worker;

import io.standpipe.cli.kafka.WorkerFigures;
import io.standpipe.cli.option.ChoiceConverter;
import io.standpipe.cli.output.JsonLinesFile;
import io.standpipe.cli.output.StandardOutput;
import io.standpipe.cli.progress.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes how a worker gets on as JSON lines: at its start, every ten seconds, when a record became
 * a dead letter, the program was restarted or a transaction was aborted, and at its end.
 *
 * <pre>{@code
 * {"time":"2026-12-01T12:00:10.004Z","records":81250,"recordsPerSecond":8125.0,"lag":10234,…,"waitingFor":"program"}
 * {"time":"2026-12-01T12:00:17.360Z","records":94012,…,"exitCode":143}
 * }</pre>
 *
 * <p>A log that cannot be written any more is no reason to stop the work: it says so once. For one
 * thread.
 */
final class WorkerLog implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final @Nullable JsonLinesFile file;
  private final Rate rate = new Rate();
  private @Nullable WorkerFigures last;
  private long lastNanos;
  private boolean failed;

  private WorkerLog(@Nullable JsonLinesFile file) {
    this.file = file;
  }

  /** Creates the file; a log without one writes nothing. */
  static WorkerLog open(@Nullable Path path) throws IOException {
    return new WorkerLog(path == null ? null : JsonLinesFile.create(path));
  }

  void started(WorkerFigures at) {
    write(at, System.nanoTime(), -1);
  }

  /** Writes a record if there is a reason to; to be called about once a second. */
  void look(WorkerFigures at) {
    long now = System.nanoTime();
    WorkerFigures before = last;
    boolean isTime = now - lastNanos >= INTERVAL.toNanos();
    if (before == null || isTime || hasHappened(before, at)) {
      write(at, now, -1);
    } else {
      double _ = rate.perSecond(at.records(), now);
    }
  }

  private static boolean hasHappened(WorkerFigures before, WorkerFigures at) {
    return at.deadLetters() != before.deadLetters()
        || at.restarts() != before.restarts()
        || at.aborts() != before.aborts();
  }

  void ended(WorkerFigures at, int exitCode) {
    write(at, System.nanoTime(), exitCode);
  }

  private void write(WorkerFigures at, long now, int exitCode) {
    if (file == null || failed) {
      return;
    }
    double perSecond = rate.perSecond(at.records(), now);
    last = at;
    lastNanos = now;
    try {
      file.write(json -> {
        json.writeNumberField("records", at.records());
        json.writeNumberField("recordsPerSecond", Math.round(perSecond * 10) / 10.0);
        json.writeNumberField("answers", at.answers());
        json.writeNumberField("lag", at.lag());
        json.writeNumberField("inFlight", at.inFlight());
        json.writeNumberField("inFlightBytes", at.inFlightBytes());
        json.writeNumberField("deadLetters", at.deadLetters());
        json.writeNumberField("restarts", at.restarts());
        json.writeNumberField("transactions", at.transactions());
        json.writeNumberField("aborts", at.aborts());
        json.writeNumberField("lanes", at.lanes());
        json.writeStringField("waitingFor", ChoiceConverter.word(at.waitingFor()));
        if (exitCode >= 0) {
          json.writeNumberField("exitCode", exitCode);
        }
      });
    } catch (IOException e) {
      failed = true;
      StandardOutput.warn(e.getMessage() + "; the worker goes on without it");
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
