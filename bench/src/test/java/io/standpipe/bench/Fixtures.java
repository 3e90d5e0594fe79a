package io.standpipe.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A work with three contenders, and possible results of them. */
final class Fixtures {
  static final Contender US = Contender.java("standpipe");
  static final Contender PEER = Contender.java("peer").target(2.0);
  static final Contender OTHER = Contender.java("other");

  private Fixtures() {}

  static Work work(Note... notes) {
    return new Work(
        "push",
        "{} ms of pushing",
        Unit.RUNS,
        Amount.time(),
        false,
        List.of(Placement.FREE),
        List.of(US, PEER, OTHER),
        List.of(notes));
  }

  static Standing ran(long... perSecond) {
    return new Standing.Ran(
        LongStream.of(perSecond).mapToObj(rate -> new Sample(rate, 1_000_000_000)).toList());
  }

  static Standing noted(String note, long... values) {
    return new Standing.Ran(
        LongStream.of(values).mapToObj(value -> new Sample(1, 1, Map.of(note, value))).toList());
  }

  static Section section(Scale scale, Work work, Standing ours, Standing peer, Standing other) {
    Map<Contender, Standing> standings = new LinkedHashMap<>();
    standings.put(US, ours);
    standings.put(PEER, peer);
    standings.put(OTHER, other);
    return Section.of(work, Placement.FREE, scale, standings);
  }
}
