package io.standpipe.internal.verdict;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Severity;
import io.standpipe.doctor.SmallPipe;
import io.standpipe.doctor.Snapshot;
import io.standpipe.internal.proc.PageSize;
import io.standpipe.internal.proc.PipeLimits;
import java.util.List;
import java.util.Optional;

/** Finds pipes that the user's soft limit has made small. */
final class SmallPipes {
  private static final int USUAL_PAGES = 16;
  private static final int MOST_PAGES_OF_SMALL = 2;

  private SmallPipes() {}

  /** One finding for all of them; empty if there are none. */
  static Optional<SmallPipe> in(Snapshot snapshot) {
    int pageSize = PageSize.BYTES;
    List<Channel> small =
        snapshot.channels().stream()
            .filter(c -> c.capacity().orElse(Integer.MAX_VALUE) <= MOST_PAGES_OF_SMALL * pageSize)
            .toList();
    if (small.isEmpty()) {
      return Optional.empty();
    }
    long pages =
        snapshot.channels().stream().mapToLong(c -> c.capacity().orElse(0) / pageSize).sum();
    long limit = PipeLimits.softPages();
    // The user is over the limit if sixteen pages more would be.
    boolean over = limit > 0 && pages + USUAL_PAGES > limit;
    Severity severity = over ? Severity.WARNING : Severity.INFORMATION;
    return Optional.of(new SmallPipeFinding(severity, small, pages, limit));
  }
}
