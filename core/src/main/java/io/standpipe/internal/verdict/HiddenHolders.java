package io.standpipe.internal.verdict;

import io.standpipe.doctor.Deadlock;
import io.standpipe.internal.proc.ChannelType;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the processes that may not be looked into and could hold an end of a pipe.
 *
 * <p>A process gets a pipe without a name by inheritance. (It could also get one through a socket
 * or through /proc; {@link Deadlock} says that this is left out.) So a hidden process counts as one
 * that may hold an end if it descends from a visible holder; if it is the parent of one; or if it
 * is in the session of one without being among its ancestors, as the {@code sudo} in the middle of
 * a pipeline is. Any system has many hidden processes of other users that have nothing to do with
 * the pipe: they do not count.
 */
final class HiddenHolders {
  private static final long INIT = 1;

  private final SeenSnapshot snapshot;
  private final Map<Long, Set<Long>> ancestors = new HashMap<>();

  HiddenHolders(SeenSnapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** The hidden processes that may hold an end of this channel. */
  List<SeenProcess> suspects(SeenChannel channel) {
    List<SeenProcess> hidden = snapshot.hidden();
    if (hidden.isEmpty() || channel.type() == ChannelType.EVENT) {
      return List.of();
    }
    var holders = new HashSet<Long>();
    channel.holders().forEach(h -> holders.add(h.pid()));
    return hidden.stream()
        .filter(h -> h.pid() != INIT && holders.stream().anyMatch(pid -> isKin(h, pid)))
        .toList();
  }

  private boolean isKin(SeenProcess hidden, long holder) {
    if (ancestors(hidden.pid()).contains(holder)) {
      return true;
    }
    return snapshot
        .seenProcess(holder)
        .filter(h ->
            h.parent() == hidden.pid()
                || (h.session() == hidden.session() && !ancestors(holder).contains(hidden.pid())))
        .isPresent();
  }

  /** Its parent, the parent's parent and so on, without init. */
  Set<Long> ancestors(long pid) {
    return ancestors.computeIfAbsent(
        pid,
        p -> {
          var above = new HashSet<Long>();
          long parent = parent(p);
          while (parent > INIT && above.add(parent)) {
            parent = parent(parent);
          }
          return above;
        });
  }

  private long parent(long pid) {
    return snapshot.seenProcess(pid).map(SeenProcess::parent).orElse(0L);
  }
}
