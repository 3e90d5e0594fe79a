package io.standpipe.doctor;

import java.util.List;
import java.util.Optional;

/** Finds pipes that the user's soft limit has made small. */
final class SmallPipes {
  private static final String LIMIT = "/proc/sys/fs/pipe-user-pages-soft";
  private static final int MOST_PAGES_OF_SMALL = 2;

  private SmallPipes() {}

  /** One for all of them; empty where there are none. */
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
    long limit = ProcFiles.text(LIMIT).map(text -> Long.parseLong(text.strip())).orElse(0L);
    // Where it did not get sixteen pages, at most fourteen are missing.
    boolean over = limit > 0 && pages + 16 > limit;
    Severity severity = over ? Severity.WARNING : Severity.INFORMATION;
    return Optional.of(new SmallPipe(severity, small, pages, limit));
  }
}
