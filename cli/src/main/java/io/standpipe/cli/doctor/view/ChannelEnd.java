package io.standpipe.cli.doctor.view;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.ProcessState;
import java.util.List;

/**
 * A process at one end of a channel.
 *
 * @param process who
 * @param channel what it holds, or is about to open
 * @param end which end, in words: those of a {@link io.standpipe.doctor.Holder}
 * @param fds at which descriptors; none where it is still in open(2)
 * @param reads whether it can read
 * @param writes whether it can write
 * @param waitsToRead whether a thread of it sleeps until it can, and does nothing else
 * @param waitsToWrite whether one sleeps until there is room
 */
public record ChannelEnd(
    ProcessState process,
    Channel channel,
    String name,
    List<Integer> fds,
    boolean reads,
    boolean writes,
    boolean waitsToRead,
    boolean waitsToWrite) {

  public boolean opens() {
    return fds.isEmpty();
  }

  public boolean waits() {
    return waitsToRead || waitsToWrite;
  }

  /** Whether what one of them writes is read by the other. */
  boolean faces(ChannelEnd other) {
    if (process.pid() == other.process.pid() || !channel.equals(other.channel)) {
      return false;
    }
    return switch (channel.kind()) {
      case PIPE, FIFO -> (reads && other.writes) || (writes && other.reads);
      case SOCKETS, TERMINAL -> !name.equals(other.name);
      case EVENT -> true;
    };
  }
}
