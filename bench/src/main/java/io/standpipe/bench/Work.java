package io.standpipe.bench;

import java.util.List;

/**
 * One thing that is measured.
 *
 * @param name its name on the command line
 * @param doing what a round does, in words; {@code {}} stands for the amount
 * @param unit what is counted
 * @param amount how much a round does
 * @param slow whether a round takes so long that half the number of rounds must be enough
 * @param placements where it runs, with one table for each
 * @param contenders the contenders; Standpipe comes first, and the others are compared with it
 * @param notes what is shown besides the rates
 */
record Work(
    String name,
    String doing,
    Unit unit,
    Amount amount,
    boolean slow,
    List<Placement> placements,
    List<Contender> contenders,
    List<Note> notes) {

  Work {
    if (!contenders.getFirst().name().equals("standpipe")) {
      throw new IllegalArgumentException("standpipe expected first: " + contenders);
    }
  }

  /** What a round at this scale does, in words. */
  String does(Scale scale) {
    return doing.replace("{}", amount.describe(scale));
  }

  int rounds(Scale scale) {
    return slow ? (scale.rounds + 1) / 2 : scale.rounds;
  }

  int warmUps(Scale scale) {
    return slow ? Math.min(2, scale.warmUps) : scale.warmUps;
  }

  /** The contenders that run in a placement. */
  List<Contender> contenders(Placement placement) {
    return contenders.stream()
        .filter(contender -> placement == Placement.FREE || contender.pinned())
        .toList();
  }

  /** The table's heading: {@code converse-platform, one processor}. */
  String heading(Placement placement) {
    return placement.label.isEmpty() ? name : name + ", " + placement.label;
  }
}
