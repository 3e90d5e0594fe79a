package io.standpipe.internal.verdict;

import io.standpipe.doctor.Holder;
import io.standpipe.internal.proc.Awaited.Ready;
import io.standpipe.internal.proc.ChannelType;
import io.standpipe.internal.proc.DuplicatedFd;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import io.standpipe.internal.proc.SeenSnapshot.Extent;
import io.standpipe.internal.proc.SeenThread;
import io.standpipe.internal.verdict.WaitGraph.Doubt;
import io.standpipe.internal.verdict.WaitGraph.Weight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the processes that could wake a thread at a channel, and doubts that these are all. */
final class ChannelWaits {
  private final SeenSnapshot snapshot;
  private final HiddenHolders hidden;

  /**
   * What is known of one wait.
   *
   * @param wakers the processes that could end it
   * @param doubts why it may end without them
   */
  record Wakers(Set<Long> wakers, List<Doubt> doubts) {}

  ChannelWaits(SeenSnapshot snapshot) {
    this.snapshot = snapshot;
    this.hidden = new HiddenHolders(snapshot);
  }

  Wakers of(SeenProcess process, SeenThread thread, Ready ready) {
    var wakers = new HashSet<Long>();
    var doubts = new ArrayList<Doubt>();
    snapshot
        .seenChannel(ready.channel())
        .ifPresentOrElse(
            c -> add(process, thread, ready, c, wakers, doubts),
            () -> doubts.add(new Doubt(ready.channel() + " was closed a moment ago", Weight.ACTS)));
    return new Wakers(wakers, doubts);
  }

  private void add(
      SeenProcess process,
      SeenThread thread,
      Ready ready,
      SeenChannel c,
      Set<Long> wakers,
      List<Doubt> doubts) {
    boolean plain = thread.waiting().isPlain();
    if (plain && isReady(c, ready.toRead())) {
      // A call on two channels, such as splice, sleeps for the other; any other call is about to
      // return.
      if (thread.awaited().size() == 1) {
        doubts.add(new Doubt(process + " is about to go on: " + c.state(), Weight.ACTS));
      }
      return;
    }
    List<Holder> others = others(c, process.pid(), ready);
    wakers(c, ready.toRead()).forEach(h -> wakers.add(h.pid()));
    boolean partial = snapshot.extent() == Extent.PARTIAL;
    if (others.isEmpty() && !(partial && c.type() != ChannelType.TERMINAL)) {
      // The kernel lets no thread wait for what cannot come, so another user's process holds it,
      // such as that of a terminal's window or of a remote login, with a person behind it.
      doubts.add(new Doubt("the holder of the other end of " + c + " cannot be seen", Weight.ACTS));
    }
    if (c.hasName()) {
      // A server keeps its fifo open for itself: a new client has not opened it yet.
      boolean serves = ready.toRead() && others.stream().anyMatch(h -> h.pid() == process.pid());
      Weight weight = c.type() == ChannelType.FIFO && serves ? Weight.ACTS : Weight.FAINT;
      doubts.add(new Doubt("any process may open " + c, weight));
    }
    if (c.type() == ChannelType.SOCKETS && plain && mayHaveTimeLimit(process, ready, c)) {
      doubts.add(new Doubt(c + " may have a time limit", Weight.TIMED));
    }
    for (SeenProcess suspect : hidden.suspects(c)) {
      String what = "%s may hold an end of %s: it may not be looked into".formatted(suspect, c);
      doubts.add(new Doubt(what, Weight.FAINT));
    }
  }

  private static boolean isReady(SeenChannel c, boolean toRead) {
    return toRead
        ? c.type().isOneWay() && c.queued().orElse(0) > 0
        : c.type().isOneWay()
            && !c.full()
            && c.holders().stream().anyMatch(Holder::writes)
            && c.queued().isPresent();
  }

  /**
   * The holders of the other end: the writers for a reader and the readers for a writer; of two
   * connected sockets the other one, of a terminal the other side. All holders of an event are on
   * the same side.
   */
  private static List<Holder> others(SeenChannel c, long pid, Ready ready) {
    if (c.type().isOneWay()) {
      return wakers(c, ready.toRead());
    }
    String own =
        c.holders().stream()
            .filter(h -> h.pid() == pid && h.fd() == ready.fd())
            .filter(h -> c.type() != ChannelType.EVENT)
            .map(Holder::end)
            .findFirst()
            .orElse("");
    return c.holders().stream().filter(h -> !h.end().equals(own)).toList();
  }

  /**
   * The holders that can end a wait. A holder of the same side of a two-way channel can do so too:
   * by shutdown(2), or by the settings of a terminal.
   */
  private static List<Holder> wakers(SeenChannel c, boolean toRead) {
    return c.type().isOneWay()
        ? c.holders().stream().filter(toRead ? Holder::writes : Holder::reads).toList()
        : c.holders();
  }

  /** A socket may have a time limit of its own, which does not show in the call. */
  private static boolean mayHaveTimeLimit(SeenProcess process, Ready ready, SeenChannel c) {
    Optional<Holder> end =
        c.holders().stream()
            .filter(h -> h.pid() == process.pid() && h.fd() == ready.fd())
            .findFirst();
    try (DuplicatedFd socket = end.flatMap(DuplicatedFd::of).orElse(null)) {
      return socket == null || socket.hasTimeLimit(ready.toRead());
    }
  }
}
