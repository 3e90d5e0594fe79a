package io.standpipe.internal.proc;

import io.standpipe.internal.proc.Awaited.Exit;
import io.standpipe.internal.proc.Awaited.Outside;
import io.standpipe.internal.proc.Awaited.Ready;
import io.standpipe.internal.proc.OpenFile.Kind;
import io.standpipe.internal.text.Escaping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What calls on a process's descriptors wait for. */
final class DescriptorWaits {
  private final Map<Integer, OpenFile> files;
  private final ChannelReader channels;

  DescriptorWaits(Map<Integer, OpenFile> files, ChannelReader channels) {
    this.files = files;
    this.channels = channels;
  }

  /** What a call waits for that needs bytes, or the end of the stream, from a descriptor. */
  Awaited input(int fd) {
    return on(fd, true);
  }

  /** What a call waits for that needs room to write to a descriptor. */
  Awaited output(int fd) {
    return on(fd, false);
  }

  private Awaited on(int fd, boolean toRead) {
    OpenFile file = files.get(fd);
    if (file == null) {
      return new Outside("descriptor " + fd + ", which cannot be seen");
    }
    Optional<String> channel = channels.id(file);
    if (channel.isPresent()) {
      return new Ready(channel.get(), fd, toRead);
    }
    return switch (file.kind()) {
      case PIDFD -> behindPidfd(file);
      case CONSOLE -> new Outside("a person at " + Escaping.escape(file.name()));
      case SOCKET -> new Outside("the network, or another " + file.name());
      default -> new Outside(Escaping.escape(file.name()));
    };
  }

  private static Awaited behindPidfd(OpenFile file) {
    String process = file.info().field("Pid");
    return process.isEmpty() || process.startsWith("-") || process.equals("0")
        ? new Outside("a process that cannot be seen")
        : new Exit(Set.of(Long.valueOf(process)));
  }

  /** Whether it is a file on a disk, on which no call waits for another process. */
  boolean isOnDisk(int fd) {
    OpenFile file = files.get(fd);
    return file != null && file.kind() == Kind.OTHER && file.isPath();
  }

  /**
   * Everything that may wake a poll on this descriptor. That depends on the kind of end and not on
   * the events that the poll asks for, because a poll also returns when the other side is closed.
   */
  List<Awaited> events(int fd) {
    OpenFile file = files.get(fd);
    if (file == null || channels.id(file).isEmpty()) {
      return List.of(input(fd));
    }
    var awaited = new ArrayList<Awaited>();
    boolean reads = file.info().reads();
    boolean writes = file.info().writes();
    if (reads) {
      awaited.add(input(fd));
    }
    if (writes && (!reads || file.kind() == Kind.FIFO)) {
      awaited.add(output(fd));
    }
    return awaited;
  }

  /** Everything that may wake a wait on an epoll: the events of all registered descriptors. */
  List<Awaited> epoll(int fd) {
    OpenFile epoll = files.get(fd);
    var awaited = new ArrayList<Awaited>();
    for (PollSets.Entry entry : PollSets.epoll(epoll)) {
      OpenFile file = files.get(entry.fd());
      boolean same = file != null && file.kind() != Kind.EPOLL && entry.mayBe(file);
      awaited.addAll(same ? events(entry.fd()) : List.of(new Outside("descriptor " + entry.fd())));
    }
    if (epoll == null || epoll.kind() != Kind.EPOLL) {
      awaited.add(new Outside("descriptor " + fd + ", which cannot be seen"));
    }
    return awaited;
  }
}
