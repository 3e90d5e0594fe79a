package io.standpipe.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.standpipe.Fifo;
import io.standpipe.Pipe;
import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.testing.Background;
import io.standpipe.testing.Leaks;
import io.standpipe.testing.ThreadKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of random schedules against what a pipe may do. A failure tells the seed; {@code
 * -Dstandpipe.test.seed=N} plays that very schedule again and again. (Which thread is when at which
 * point is the machine's, not the seed's.) {@code -Dstandpipe.test.schedules=N} plays more.
 */
@Tag("blocking")
@Tag("slow")
class RandomSchedulesTest {
  private static final int PIPES = Integer.getInteger("standpipe.test.schedules", 10_000);
  private static final int FIFOS = PIPES / 25;
  private static final Long SEED = Long.getLong("standpipe.test.seed");

  @TempDir private Path folder;

  @Test
  void onPipes() throws Exception {
    Leaks before = Leaks.snapshot();
    long first = System.nanoTime();
    for (int i = 0; i < PIPES; i++) {
      try (Pipe pipe = Pipe.open()) {
        play(SEED != null ? SEED : first + i, pipe.reader(), pipe.writer());
      }
    }
    Leaks.assertNoneSince(before);
  }

  @Test
  void onFifos() throws Exception {
    Leaks before = Leaks.snapshot();
    Fifo fifo = Fifo.create(folder.resolve("fifo"));
    long first = System.nanoTime();
    for (int i = 0; i < FIFOS; i++) {
      var opening = Background.parked(ThreadKind.VIRTUAL, fifo::openReader);
      try (PipeWriter writer = fifo.openWriter();
          PipeReader reader = opening.value()) {
        play(SEED != null ? SEED : first + i, reader, writer);
      }
    }
    Leaks.assertNoneSince(before);
  }

  private static void play(long seed, PipeReader reader, PipeWriter writer) {
    Schedule schedule = Schedule.of(seed);
    List<Event> events;
    try {
      events = new Player(schedule, reader, writer).play();
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + schedule, e);
    }
    var faults = new ArrayList<>(Judge.faults(events));
    faults.addAll(Ledger.faults(events));
    assertThat(faults).as(() -> report(seed, events)).isEmpty();
  }

  private static String report(long seed, List<Event> events) {
    var report = new StringBuilder("seed " + seed);
    events.stream()
        .sorted((a, b) -> Long.compare(a.start() - b.start(), 0))
        .forEach(e -> report.append(System.lineSeparator()).append(e));
    return report.toString();
  }
}
