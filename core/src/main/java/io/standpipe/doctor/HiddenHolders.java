package io.standpipe.doctor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the processes that may not be looked into could hold an end of a pipe.
 *
 * <p>A pipe without a name comes to a process by inheritance. (By a socket or through /proc too, if
 * somebody takes the trouble; that is left out of account, and said so in {@link Deadlock}.) So a
 * hidden process counts as one that may hold an end if it is a child of a visible holder, or of a
 * child, and so on; if it is the parent of one; or if it is in the session of one without being
 * among its ancestors, as the {@code sudo} in the middle of a pipeline is. On any system there are
 * many hidden processes of other users that have nothing to do with it: they do not count.
 */
final class HiddenHolders {
  private static final long INIT = 1;

  private final Snapshot snapshot;
  private final Map<Long, Set<Long>> ancestors = new HashMap<>();

  HiddenHolders(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** The hidden processes that may hold an end of this channel. */
  List<ProcessState> suspects(Channel channel) {
    List<ProcessState> hidden = snapshot.hidden();
    if (hidden.isEmpty() || channel.kind() == Channel.Kind.EVENT) {
      return List.of();
    }
    var holders = new HashSet<Long>();
    channel.holders().forEach(h -> holders.add(h.pid()));
    return hidden.stream()
        .filter(h -> h.pid() != INIT && holders.stream().anyMatch(pid -> isKin(h, pid)))
        .toList();
  }

  private boolean isKin(ProcessState hidden, long holder) {
    if (ancestors(hidden.pid()).contains(holder)) {
      return true;
    }
    return snapshot
        .process(holder)
        .filter(h ->
            h.info().parent() == hidden.pid()
                || (h.session() == hidden.session() && !ancestors(holder).contains(hidden.pid())))
        .isPresent();
  }

  /** Parents, theirs, and so on, without init. */
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
    return snapshot.process(pid).map(p -> p.info().parent()).orElse(0L);
  }
}
