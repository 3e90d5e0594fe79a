package io.standpipe.internal.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A play that ends in a deadlock, or does not, because it was made so.
 *
 * <p>Its core is a ring of actors, each of which waits for the next, by means drawn by lot. Beside
 * it stand others: some wait for members of the ring, some hold ends that cannot help it. Where
 * there is to be no deadlock, one thing is changed that lets the ring go on: a member that naps,
 * spins, or has a time limit; or a process outside that naps and holds an end that a member waits
 * for.
 */
final class RandomPlay {
  private static final List<String> READS = List.of("read", "poll", "select", "epoll");

  final List<Actor> actors = new ArrayList<>();
  final List<String> ring = new ArrayList<>();
  final boolean deadlock;
  private final Random random;
  private final int size;
  private final List<Actor> members = new ArrayList<>();
  private int channels;

  RandomPlay(Random random, boolean deadlock) {
    this.random = random;
    this.deadlock = deadlock;
    this.size = 2 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      ring.add("m" + i);
    }
    Change change = deadlock ? Change.NONE : random(Change.LETS_GO);
    int parent = random.nextInt(3) == 0 ? 0 : -1;
    int changed = change.ofMember ? 1 + random.nextInt(size - 1) : random.nextInt(size);
    make(change, changed, parent);
    addBystanders();
  }

  private enum Change {
    NONE(false),
    NAPS(true),
    SPINS(true),
    TIMED(true),
    OUTSIDER(false);

    static final List<Change> LETS_GO =
        List.of(NAPS, NAPS, NAPS, TIMED, TIMED, OUTSIDER, OUTSIDER, OUTSIDER, SPINS);

    final boolean ofMember;

    Change(boolean ofMember) {
      this.ofMember = ofMember;
    }
  }

  /** Member i waits for member i+1; the first perhaps for the exit of the second, its child. */
  private void make(Change change, int changed, int parent) {
    List<List<String>> held = new ArrayList<>();
    List<List<String>> waits = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      held.add(new ArrayList<>());
      waits.add(new ArrayList<>());
    }
    boolean outsider = change == Change.OUTSIDER;
    for (int i = 0; i < size; i++) {
      int next = (i + 1) % size;
      boolean byExit = i == parent && !(outsider && changed == i);
      if (byExit) {
        waits.get(i).add("exit");
      } else {
        channel(waits.get(i), held.get(next), outsider && changed == i);
      }
    }
    for (int i = 0; i < size; i++) {
      List<String> wait = waits.get(i);
      String what = i == changed ? changed(change, wait.getFirst()) : wait.getFirst();
      String[] ends = wait.subList(1, wait.size()).toArray(String[]::new);
      boolean holdsOnly = i == changed && (change == Change.NAPS || change == Change.SPINS);
      Actor actor =
          holdsOnly
              ? Actor.does(ring.get(i), what).holds(ends)
              : Actor.does(ring.get(i), what, ends);
      if (what.equals("timed") && wait.getFirst().equals("write")) {
        actor.full(ends);
      }
      members.add(actor.holds(held.get(i).toArray(String[]::new)));
    }
    for (int i = 0; i < size; i++) {
      boolean isChild = parent >= 0 && i == parent + 1 && members.get(parent).waitsForExit();
      if (isChild) {
        members.get(parent).child(members.get(i));
      } else {
        actors.add(members.get(i));
      }
    }
  }

  private static String changed(Change change, String what) {
    return switch (change) {
      case NAPS -> "nap";
      case SPINS -> "spin";
      case TIMED -> what.equals("exit") ? "nap" : "timed";
      default -> what;
    };
  }

  /** A channel at which one waits and the other holds the far end; perhaps an outsider does too. */
  private void channel(List<String> wait, List<String> far, boolean outsider) {
    int n = channels++;
    String waited;
    String other;
    switch (random.nextInt(6)) {
      case 0 -> {
        wait.add("write");
        waited = "p" + n + "w";
        other = "p" + n + "r";
      }
      case 1 -> {
        wait.add("recv");
        waited = "s" + n + "a";
        other = "s" + n + "b";
      }
      default -> {
        wait.add(random(READS));
        waited = "p" + n + "r";
        other = "p" + n + "w";
      }
    }
    wait.add(waited);
    far.add(other);
    if (outsider) {
      actors.add(Actor.does("outsider", "nap").holds(other));
    }
  }

  /** Processes that wait for members, or share a member's own end, and wake no process. */
  private void addBystanders() {
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      int n = channels++;
      Actor member = members.get(random.nextInt(size));
      member.holds("p" + n + "w");
      actors.add(Actor.does("behind" + i, random(READS), "p" + n + "r"));
    }
    if (random.nextBoolean()) {
      int n = channels++;
      actors.add(Actor.does("idle", "nap").holds("p" + n + "r", "p" + n + "w"));
    }
  }

  /** What each actor does in the end, by name. */
  Map<String, String> parts() {
    var parts = new TreeMap<String, String>();
    actors.forEach(actor -> actor.addParts(parts));
    return parts;
  }

  private <T> T random(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
