package io.standpipe.internal.diagnosis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.internal.io.End;
import io.standpipe.internal.io.InputPump;
import io.standpipe.internal.io.OutputCollector;
import io.standpipe.internal.io.ParkRecord;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.StageRunner;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.proc.PipeHolders;
import io.standpipe.internal.ready.WriteBuffer;
import io.standpipe.internal.start.StartedProcess;
import io.standpipe.internal.verdict.InProcessActor;
import io.standpipe.internal.verdict.InProcessActor.OwnWait;
import io.standpipe.internal.verdict.InProcessActor.UnflushedBytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * This process as the doctor should see it when it looks at some of our children: in actors, each
 * with the ends that it alone uses. The library knows what its own code does with an end: a
 * collector, a pump, a stage, a relay. The ends that a user's code has form one actor, and whether
 * that one waits depends on the {@link CallerState}.
 *
 * <p>As long as no end is closed, each call returns the same actors in the same order.
 */
public final class OwnProcessView {
  private static final String OTHERS = "other code in this process may use these ends";
  private static final int LONGEST_TEXT = 400;
  private static final long SELF = ProcessHandle.current().pid();

  private final List<StartedProcess> children;
  private final List<StageRunner> stages;
  private final List<OutputCollector> collectors;
  private final Optional<End> alone;
  private final Set<End> used = new HashSet<>();

  /** The children of one job, and the library's code that uses their ends. */
  public OwnProcessView(
      List<StartedProcess> children, List<StageRunner> stages, List<OutputCollector> collectors) {
    this(children, stages, collectors, Optional.empty());
  }

  private OwnProcessView(
      List<StartedProcess> children,
      List<StageRunner> stages,
      List<OutputCollector> collectors,
      Optional<End> alone) {
    this.alone = alone;
    this.children = List.copyOf(children);
    this.stages = List.copyOf(stages);
    this.collectors = List.copyOf(collectors);
    collectors.forEach(collector -> used.add(collector.reader()));
    stages.forEach(stage -> used.addAll(stage.ends()));
    children.forEach(child -> child.pumps().forEach(pump -> used.add(pump.writer())));
  }

  /** An end that belongs to no child. */
  public static OwnProcessView of(End end) {
    return new OwnProcessView(List.of(), List.of(), List.of(), Optional.of(end));
  }

  /** The processes that it is about. */
  public Set<Long> pids() {
    Set<Long> pids = new TreeSet<>();
    alone.ifPresent(end -> pids.addAll(partners(end)));
    for (StartedProcess child : children) {
      pids.add((long) child.process().pid());
      pids.addAll(child.process().descendants());
    }
    return pids;
  }

  private static Set<Long> partners(End end) {
    Set<Long> pids = new TreeSet<>();
    PipeHolders.sharing(SELF, end.number()).forEach(holder -> pids.add(holder.pid()));
    pids.remove(SELF);
    return pids;
  }

  /**
   * The actors now.
   *
   * @param timedOut an end at which a thread has waited in vain until a moment ago
   */
  List<InProcessActor> actors(CallerState caller, Optional<End> timedOut) {
    var actors = new ArrayList<InProcessActor>();
    collectors.forEach(c -> actors.add(actor("which keeps " + c.reader().of(), c.reader())));
    for (StartedProcess child : children) {
      for (InputPump pump : child.pumps()) {
        String name = "which has " + pump.left() + " bytes more for child " + pid(child);
        actors.add(actor(name, pump.writer()));
      }
    }
    stages.forEach(stage -> actors.add(actor(stage)));
    if (caller != CallerState.ACTS) {
      actors.add(caller(caller, timedOut));
    }
    return actors;
  }

  private static int pid(StartedProcess child) {
    return child.process().pid();
  }

  private static InProcessActor actor(String name, End end) {
    return new InProcessActor(
        name, descriptors(Stream.of(end)), waits(Stream.of(end)), Optional.empty(), List.of());
  }

  private static InProcessActor actor(StageRunner stage) {
    List<End> ends = stage.ends();
    boolean ours = stage.author() == StageRunner.Author.LIBRARY;
    return new InProcessActor(
        stage.toString(),
        descriptors(ends.stream()),
        waits(ends.stream()),
        ours ? Optional.empty() : Optional.of(OTHERS),
        List.of());
  }

  private InProcessActor caller(CallerState caller, Optional<End> timedOut) {
    List<End> ends =
        Stream.concat(alone.stream(), children.stream().flatMap(c -> c.ends().stream()))
            .filter(end -> !used.contains(end))
            .toList();
    Set<Integer> descriptors = descriptors(ends.stream());
    children.forEach(child -> descriptors.addAll(child.crossed()));
    boolean exits = caller == CallerState.AWAITS_EXITS;
    return new InProcessActor(
        callerName(),
        descriptors,
        exits ? waitForExit() : waitsAt(ends, timedOut),
        exits ? Optional.empty() : Optional.of(OTHERS),
        ends.stream().filter(End::isOpen).flatMap(end -> unflushed(end).stream()).toList());
  }

  private List<OwnWait> waitForExit() {
    return children.stream()
        .filter(child -> child.process().isAlive())
        .findFirst()
        .<OwnWait>map(child -> new OwnWait.ForExit(Set.of((long) pid(child))))
        .stream()
        .toList();
  }

  /** The end that timed out counts as if a thread still waited there. */
  private static List<OwnWait> waitsAt(List<End> ends, Optional<End> timedOut) {
    List<OwnWait> waits = new ArrayList<>();
    timedOut.map(end -> wait(end, end.parks().count(), false)).ifPresent(waits::add);
    waits.addAll(waits(ends.stream().filter(e -> timedOut.filter(e::equals).isEmpty())));
    return waits;
  }

  private String callerName() {
    return "which talks with "
        + alone
            .map(End::of)
            .orElse(children.size() == 1 ? "child " + pid(children.getFirst()) : "the children");
  }

  private static Set<Integer> descriptors(Stream<End> ends) {
    Set<Integer> descriptors = new TreeSet<>();
    ends.filter(End::isOpen).forEach(end -> descriptors.add(end.number()));
    return descriptors;
  }

  private static List<OwnWait> waits(Stream<End> ends) {
    return ends.flatMap(end -> wait(end).stream()).toList();
  }

  /** What a thread waits for at {@code end}, if one is parked there. */
  private static Optional<OwnWait> wait(End end) {
    long count = end.parks().count();
    boolean timed = !end.parks().isForEver();
    return ParkRecord.isParked(count) ? Optional.of(wait(end, count, timed)) : Optional.empty();
  }

  private static OwnWait wait(End end, long count, boolean timed) {
    return new OwnWait.AtEnd(end.number(), end instanceof ReadEnd, timed, count);
  }

  /** Text that lies in this process, on its way to {@code end}, and was not flushed. */
  private static Optional<UnflushedBytes> unflushed(End end) {
    WriteBuffer buffer = end instanceof WriteEnd writer ? writer.buffer() : null;
    int bytes = buffer == null ? 0 : buffer.unflushed();
    if (buffer == null || bytes == 0) {
      return Optional.empty();
    }
    String text = new String(buffer.unflushed(LONGEST_TEXT), UTF_8);
    return Optional.of(new UnflushedBytes(end.number(), bytes, Optional.of(text)));
  }
}
