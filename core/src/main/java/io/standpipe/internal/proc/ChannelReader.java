package io.standpipe.internal.proc;

import io.standpipe.doctor.Holder;
import io.standpipe.internal.proc.Awaited.Partner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Assembles the channels of a snapshot from the descriptors of all processes. */
final class ChannelReader {
  private final SocketTable sockets;
  private final Map<String, Found> found = new LinkedHashMap<>();

  private record Found(ChannelType type, String name, long inode, List<Holder> holders) {}

  ChannelReader(SocketTable sockets) {
    this.sockets = sockets;
  }

  /** Adds a descriptor of a process, if it is an end of a channel. */
  void add(long pid, String command, OpenFile file) {
    id(file)
        .ifPresent(id -> {
          ChannelType type = type(file);
          String name = type == ChannelType.SOCKETS ? id : file.name();
          found
              .computeIfAbsent(id, i -> new Found(type, name, file.inode(), new ArrayList<>()))
              .holders
              .add(file.heldBy(pid, command));
        });
  }

  /** Adds the fifos that a process waits to open: no process may hold an end of them yet. */
  void addOpenings(SeenProcess process) {
    process.threads().stream()
        .flatMap(t -> t.awaited().stream())
        .filter(Partner.class::isInstance)
        .map(Partner.class::cast)
        .forEach(p ->
            found.computeIfAbsent(
                p.fifo(), id -> new Found(ChannelType.FIFO, p.path(), 0, new ArrayList<>())));
  }

  /** The id of the channel that this descriptor is an end of; empty if it is an end of none. */
  Optional<String> id(OpenFile file) {
    return switch (file.kind()) {
      case PIPE, FIFO, MASTER, SLAVE, EVENT -> Optional.of(file.id());
      case SOCKET -> sockets.pair(file.inode());
      case EPOLL, PIDFD, IO_URING, CONSOLE, OTHER -> Optional.empty();
    };
  }

  private static ChannelType type(OpenFile file) {
    return switch (file.kind()) {
      case PIPE -> ChannelType.PIPE;
      case FIFO -> ChannelType.FIFO;
      case SOCKET -> ChannelType.SOCKETS;
      case EVENT -> ChannelType.EVENT;
      default -> ChannelType.TERMINAL;
    };
  }

  /** All channels. Asks the kernel how full each of them is. */
  Collection<SeenChannel> read() {
    var channels = new ArrayList<SeenChannel>();
    found.forEach((id, f) -> channels.add(channel(id, f)));
    return channels;
  }

  private SeenChannel channel(String id, Found f) {
    OptionalInt capacity = OptionalInt.empty();
    OptionalInt queued = OptionalInt.empty();
    boolean full = false;
    if (f.type.isOneWay()) {
      try (Asked reader = ask(f, Holder::reads);
          Asked writer = ask(f, Holder::writes)) {
        capacity = reader.orElse(writer).number(DuplicatedFd::capacity);
        queued = reader.orElse(writer).number(DuplicatedFd::queued);
        full = writer.end.filter(DuplicatedFd::isFull).isPresent();
      }
    } else if (f.type == ChannelType.SOCKETS) {
      queued = OptionalInt.of(sockets.queued(f.inode));
    }
    return new SeenChannel(id, f.type, f.name, capacity, queued, full, f.holders);
  }

  private static Asked ask(Found f, Predicate<Holder> which) {
    return new Asked(f.holders.stream().filter(which).findFirst().flatMap(DuplicatedFd::of));
  }

  /** An end that may not be available. */
  private record Asked(Optional<DuplicatedFd> end) implements AutoCloseable {
    Asked orElse(Asked other) {
      return end.isPresent() ? this : other;
    }

    OptionalInt number(ToIntFunction<DuplicatedFd> question) {
      int answer = end.map(question::applyAsInt).orElse(-1);
      return answer < 0 ? OptionalInt.empty() : OptionalInt.of(answer);
    }

    @Override
    public void close() {
      end.ifPresent(DuplicatedFd::close);
    }
  }
}
