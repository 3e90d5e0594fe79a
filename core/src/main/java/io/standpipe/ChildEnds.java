package io.standpipe;

import io.standpipe.internal.io.PtyChannel;
import io.standpipe.internal.io.ReadEnd;
import io.standpipe.internal.io.WriteEnd;
import io.standpipe.internal.start.StartedProcess;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Our ends of a child's pipes and terminal, as users see them: always the same object for each. */
final class ChildEnds {
  private final StartedProcess started;
  private final Map<Integer, PipeWriter> writers = new ConcurrentHashMap<>();
  private final Map<Integer, PipeReader> readers = new ConcurrentHashMap<>();
  private final @Nullable PseudoTerminal terminal;

  ChildEnds(StartedProcess started) {
    this.started = started;
    PtyChannel channel = started.terminal();
    this.terminal = channel == null ? null : new PseudoTerminal(channel);
  }

  PseudoTerminal terminal() {
    if (terminal == null) {
      throw new IllegalStateException(
          started + " has no terminal of its own; start it with Command.terminal()");
    }
    return terminal;
  }

  PipeWriter writer(int n) {
    WriteEnd end = started.writer(n);
    if (end == null) {
      throw new IllegalStateException(noPipe(n, n == 0 ? "pipe()" : "pipeToChild()"));
    }
    return terminal != null && terminal.writer().end() == end
        ? terminal.writer()
        : writers.computeIfAbsent(n, k -> new PipeWriter(end));
  }

  PipeReader reader(int n) {
    ReadEnd end = started.reader(n);
    if (end == null) {
      throw new IllegalStateException(noPipe(n, n <= 2 ? "pipe()" : "pipeFromChild()"));
    }
    return terminal != null && terminal.reader().end() == end
        ? terminal.reader()
        : readers.computeIfAbsent(n, k -> new PipeReader(end));
  }

  private String noPipe(int n, String redirect) {
    return "descriptor %d of %s is not a pipe to us; start it with Redirect.%s"
        .formatted(n, started, redirect);
  }
}
