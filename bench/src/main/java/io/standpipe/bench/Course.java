package io.standpipe.bench;

import io.standpipe.bench.Contender.Language;
import io.standpipe.bench.Standing.Absent;
import io.standpipe.bench.Standing.Failed;
import io.standpipe.bench.Standing.Ran;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs the contenders of one work in turn: A B C, A B C, and so on. So all of them meet the same
 * changes in the machine's speed, which are a factor of two from minute to minute. All processes
 * live from beginning to end; those that are not in turn sleep in a read.
 */
final class Course implements AutoCloseable {
  private static final int JVM_STEPS = 12_000;

  private final Work work;
  private final Scale scale;
  private final Map<Contender, Standing> standings = new LinkedHashMap<>();
  private final List<Entrant> entrants = new ArrayList<>();

  private Course(Work work, Scale scale) {
    this.work = work;
    this.scale = scale;
  }

  /** A contender that runs. */
  private record Entrant(Contender contender, Peer peer, List<Sample> samples) {}

  /** Runs a work in one placement. Returns the outcome of each contender in the work's order. */
  static Map<Contender, Standing> run(
      Work work, Placement placement, Scale scale, Launcher launcher) throws InterruptedException {
    try (var course = new Course(work, scale)) {
      for (Contender contender : work.contenders(placement)) {
        course.enter(contender, placement, launcher);
      }
      course.warmUpJvms();
      for (int round = -work.warmUps(scale); round < work.rounds(scale); round++) {
        course.round(round >= 0);
      }
      return course.result();
    }
  }

  private void enter(Contender contender, Placement placement, Launcher launcher)
      throws InterruptedException {
    standings.put(contender, new Absent("not started")); // keeps the order
    Optional<String> missing = launcher.missing(contender, placement);
    if (missing.isPresent()) {
      standings.put(contender, new Absent(missing.get()));
      return;
    }
    try {
      Peer peer = Peer.start(launcher.command(contender, placement));
      entrants.add(new Entrant(contender, peer, new ArrayList<>()));
    } catch (IOException e) {
      standings.put(contender, new Failed("could not be started: " + e.getMessage()));
    }
  }

  /**
   * Warms up JVMs. The last compiler of a JVM compiles a method after some 5,000 calls, and until
   * then a contender with much Java code looks slow: one that spawns ran at a third of its later
   * speed. The few steps of a timed round would not be enough.
   */
  private void warmUpJvms() {
    if (work.amount().kind() == Amount.Kind.MILLIS) {
      each(entrant -> entrant.contender.language() == Language.JAVA, this::warmUpJvm);
    }
  }

  private void warmUpJvm(Entrant entrant) throws IOException {
    long steps = 0;
    long nanos = 0;
    while (steps < JVM_STEPS && nanos < scale.jvmWarmUp.toNanos()) {
      Sample sample = entrant.peer.round(work.amount().at(scale));
      steps += sample.count();
      nanos += sample.nanos();
    }
  }

  /** Runs one round of each contender. */
  private void round(boolean counts) {
    each(
        entrant -> true,
        entrant -> {
          Sample sample = entrant.peer.round(work.amount().at(scale));
          work.amount().check(sample, scale);
          if (counts) {
            entrant.samples.add(sample);
          }
        });
  }

  private interface Turn {
    void of(Entrant entrant) throws IOException;
  }

  /** Gives each of these contenders a turn. One that fails takes no part from then on. */
  private void each(Predicate<Entrant> which, Turn turn) {
    for (Entrant entrant : entrants.stream().filter(which).toList()) {
      try {
        turn.of(entrant);
      } catch (IOException | IllegalStateException e) {
        standings.put(entrant.contender, new Failed(String.valueOf(e.getMessage())));
        entrants.remove(entrant);
        entrant.peer.close();
      }
    }
  }

  private Map<Contender, Standing> result() {
    entrants.forEach(one -> standings.put(one.contender, new Ran(one.samples)));
    return standings;
  }

  @Override
  public void close() {
    entrants.forEach(one -> one.peer.finish()); // they end at the same time
    entrants.forEach(one -> one.peer.close());
  }
}
