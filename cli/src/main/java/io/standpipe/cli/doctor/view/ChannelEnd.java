package io.standpipe.cli.doctor.view;

import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import java.util.List;

/**
 * A process at one end of a channel.
 *
 * @param process the process
 * @param channel the channel that it holds or is about to open
 * @param name the end as {@link io.standpipe.doctor.Holder} names it
 * @param fds its descriptors of that end; empty while it is still in open(2)
 * @param reads whether it can read
 * @param writes whether it can write
 * @param waitsToRead whether one of its threads sleeps until it can read, and for nothing else
 * @param waitsToWrite whether one of its threads sleeps until there is room, and for nothing else
 */
public record ChannelEnd(
    SeenProcess process,
    SeenChannel channel,
    String name,
    List<Integer> fds,
    boolean reads,
    boolean writes,
    boolean waitsToRead,
    boolean waitsToWrite) {

  /** Whether the process is still in open(2). */
  public boolean opens() {
    return fds.isEmpty();
  }

  public boolean waits() {
    return waitsToRead || waitsToWrite;
  }

  /** Whether one of the two processes reads what the other one writes. */
  boolean faces(ChannelEnd other) {
    if (process.pid() == other.process.pid() || !channel.equals(other.channel)) {
      return false;
    }
    return switch (channel.type()) {
      case PIPE, FIFO -> (reads && other.writes) || (writes && other.reads);
      case SOCKETS, TERMINAL -> !name.equals(other.name);
      case EVENT -> true;
    };
  }
}
