package io.standpipe;

import io.standpipe.doctor.InProcessActor;
import io.standpipe.doctor.InProcessActor.OwnWait;
import io.standpipe.doctor.PipeHolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * This process as the doctor should see it when it looks at some of our children: in parts, each
 * with the ends that it alone uses. What the library itself does with an end it knows: capture,
 * feed, stage, relay. The ends that a user's code has form one part, and whether that one waits is
 * the question of a {@link Caller}.
 *
 * <p>Asked again, it gives the same parts in the same order, as long as no end is closed.
 */
final class OwnProcessView {
  private static final String OTHERS = "other code in this process may use these ends";

  private final List<Child> children;
  private final List<StageRunner> workers;
  private final List<OutputCollector> captures;
  private final Optional<End> alone;
  private final Set<End> taken = new HashSet<>();

  /** What is known of the code that has the ends which are nobody else's. */
  enum Caller {
    /** Nothing: it may do anything. */
    ACTS,
    /** Where a thread waits at one of its ends, there it waits; other threads may act. */
    WAITS,
    /** There is no such code, but for the one thread that waits for the exits, in order. */
    AWAITS_EXITS
  }

  OwnProcessView(List<Child> children, List<StageRunner> workers, List<OutputCollector> captures) {
    this(children, workers, captures, Optional.empty());
  }

  private OwnProcessView(
      List<Child> children,
      List<StageRunner> workers,
      List<OutputCollector> captures,
      Optional<End> alone) {
    this.alone = alone;
    this.children = List.copyOf(children);
    this.workers = List.copyOf(workers);
    this.captures = List.copyOf(captures);
    captures.forEach(capture -> taken.add(capture.reader.end));
    workers.forEach(worker -> taken.addAll(worker.ends()));
    children.forEach(child -> child.feeds().forEach(feed -> taken.add(feed.writer.end)));
  }

  /** An end that belongs to no child. */
  static OwnProcessView of(End end) {
    return new OwnProcessView(List.of(), List.of(), List.of(), Optional.of(end));
  }

  /** The processes that it is about. */
  Set<Long> pids() {
    Set<Long> pids = new TreeSet<>();
    alone.ifPresent(end -> pids.addAll(partners(end)));
    for (Child child : children) {
      pids.add(child.pid());
      pids.addAll(child.descendants());
    }
    return pids;
  }

  private static Set<Long> partners(End end) {
    long self = ProcessHandle.current().pid();
    Set<Long> pids = new TreeSet<>();
    PipeHolder.sharing(self, end.watch.descriptor().number()).forEach(h -> pids.add(h.pid()));
    pids.remove(self);
    return pids;
  }

  /**
   * The parts now.
   *
   * @param timedOut an end at which a thread has waited until a moment ago, for want of something
   */
  List<InProcessActor> parts(Caller caller, Optional<End> timedOut) {
    var parts = new ArrayList<InProcessActor>();
    captures.forEach(c -> parts.add(part("which keeps " + c.reader.end.of, c.reader.end)));
    for (Child child : children) {
      for (InputPump feed : child.feeds()) {
        String name = "which has " + feed.left() + " bytes more for child " + child.pid();
        parts.add(part(name, feed.writer.end));
      }
    }
    workers.forEach(worker -> parts.add(part(worker)));
    if (caller != Caller.ACTS) {
      parts.add(caller(caller, timedOut));
    }
    return parts;
  }

  private static InProcessActor part(String name, End end) {
    return new InProcessActor(
        name, descriptors(Stream.of(end)), waits(Stream.of(end)), Optional.empty(), List.of());
  }

  private static InProcessActor part(StageRunner worker) {
    List<End> ends = worker.ends();
    return new InProcessActor(
        worker.toString(),
        descriptors(ends.stream()),
        waits(ends.stream()),
        worker.isOurs() ? Optional.empty() : Optional.of(OTHERS),
        List.of());
  }

  private InProcessActor caller(Caller caller, Optional<End> timedOut) {
    List<End> ends =
        Stream.concat(alone.stream(), children.stream().flatMap(c -> c.ends().stream()))
            .filter(end -> !taken.contains(end))
            .toList();
    Set<Integer> descriptors = descriptors(ends.stream());
    children.forEach(child -> descriptors.addAll(child.crossed()));
    List<OwnWait> waits = new ArrayList<>();
    if (caller == Caller.AWAITS_EXITS) {
      children.stream()
          .filter(Child::isAlive)
          .findFirst()
          .ifPresent(child -> waits.add(new OwnWait.ForExit(Set.of(child.pid()))));
    } else {
      timedOut.flatMap(End::wasWaiting).ifPresent(waits::add);
      waits.addAll(waits(ends.stream().filter(e -> timedOut.filter(e::equals).isEmpty())));
    }
    Optional<String> doubt = caller == Caller.AWAITS_EXITS ? Optional.empty() : Optional.of(OTHERS);
    return new InProcessActor(
        callerName(),
        descriptors,
        waits,
        doubt,
        ends.stream().filter(End::isOpen).flatMap(end -> end.heldBack().stream()).toList());
  }

  private String callerName() {
    return "which talks with "
        + alone
            .map(end -> end.of)
            .orElse(children.size() == 1 ? "child " + children.getFirst().pid() : "the children");
  }

  private static Set<Integer> descriptors(Stream<End> ends) {
    Set<Integer> descriptors = new TreeSet<>();
    ends.filter(End::isOpen).forEach(end -> descriptors.add(end.watch.descriptor().number()));
    return descriptors;
  }

  private static List<OwnWait> waits(Stream<End> ends) {
    return ends.flatMap(end -> end.waiting().stream()).toList();
  }
}
