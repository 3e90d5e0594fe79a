package io.standpipe.internal.proc;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Snapshot;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Escaping;
import java.util.List;
import java.util.stream.Collectors;

/** A thread's wait in words: {@code reads descriptor 0, pipe:[4711], empty}. */
final class WaitText {
  private static final String INSIDE = "waits for another of its threads";

  private WaitText() {}

  static String of(Snapshot snapshot, SeenThread thread) {
    List<Awaited> awaited =
        thread.awaited().stream().filter(a -> !(a instanceof Awaited.OwnThread)).toList();
    if (awaited.isEmpty()) {
      return INSIDE;
    }
    String all =
        awaited.stream()
            .map(a -> words(snapshot, a))
            .distinct()
            .collect(Collectors.joining(" or "));
    return thread.waiting().isPlain() ? all : all + " (in " + thread.call() + ")";
  }

  private static String words(Snapshot snapshot, Awaited awaited) {
    return switch (awaited) {
      case Awaited.Ready ready -> {
        String channel =
            snapshot.channel(ready.channel()).map(Channel::state).orElse(ready.channel());
        String verb = ready.toRead() ? "reads" : "writes to";
        yield verb + " descriptor " + ready.fd() + ", " + channel;
      }
      case Awaited.Exit exit -> "waits for the exit of " + Counts.list(exit.pids());
      case Awaited.OwnThread own -> INSIDE;
      case Awaited.Partner partner ->
          "opens %s %s"
              .formatted(
                  Escaping.escape(partner.path()), partner.toRead() ? "to read" : "to write");
      case Awaited.Outside outside -> "waits for " + outside.what();
    };
  }
}
