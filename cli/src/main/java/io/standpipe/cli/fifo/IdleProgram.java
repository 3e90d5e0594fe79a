package io.standpipe.cli.fifo;

import io.standpipe.Child;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.SeenThread;
import io.standpipe.internal.proc.SnapshotReader;
import java.util.List;
import java.util.Set;

/**
 * Whether a program has done all that it was told: it sleeps until more comes through its standard
 * input, none of its threads runs or will wake by itself, and it has no children.
 */
final class IdleProgram {
  private static final int STDIN = 0;

  private IdleProgram() {}

  static boolean is(Child child) {
    return child.descendants().isEmpty()
        && SnapshotReader.read(Set.of(child.pid()))
            .seenProcess(child.pid())
            .filter(process -> sleeps(process.threads()))
            .isPresent();
  }

  private static boolean sleeps(List<SeenThread> threads) {
    return threads.stream().noneMatch(IdleProgram::mayGoOn)
        && threads.stream().anyMatch(IdleProgram::readsInput);
  }

  private static boolean mayGoOn(SeenThread thread) {
    return thread.timed() || thread.awaited().stream().anyMatch(Awaited.Outside.class::isInstance);
  }

  private static boolean readsInput(SeenThread thread) {
    return thread.call().equals("read")
        && thread.awaited().stream()
            .anyMatch(a -> a instanceof Awaited.Ready r && r.fd() == STDIN && r.toRead());
  }
}
