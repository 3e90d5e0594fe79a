package io.standpipe.internal.proc;

import io.standpipe.doctor.Holder;
import io.standpipe.internal.text.Escaping;

/** An end of a channel, as a process's descriptors show it. */
public record SeenHolder(
    long pid, String command, int fd, boolean reads, boolean writes, boolean blocking, String end)
    implements Holder {

  /** {@code pid 4711 (sleep 100)}. */
  @Override
  public String toString() {
    return "pid " + pid + " (" + Escaping.escape(command) + ")";
  }
}
