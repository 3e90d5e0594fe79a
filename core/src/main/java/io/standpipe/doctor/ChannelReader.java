package io.standpipe.doctor;

import io.standpipe.doctor.Channel.Kind;
import io.standpipe.internal.posix.Constants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Puts the descriptors of all processes together to the channels that they are ends of. */
final class ChannelReader {
  private final SocketTable sockets;
  private final Map<String, Found> found = new LinkedHashMap<>();

  private record Found(Kind kind, String name, long inode, List<Holder> holders) {}

  ChannelReader(SocketTable sockets) {
    this.sockets = sockets;
  }

  void add(long pid, OpenFile file) {
    id(file)
        .ifPresent(id -> {
          Kind kind = kind(file);
          String name = kind == Kind.SOCKETS ? id : file.name();
          found
              .computeIfAbsent(id, i -> new Found(kind, name, file.inode(), new ArrayList<>()))
              .holders
              .add(holder(pid, file));
        });
  }

  /** The channel that this descriptor is an end of; empty where it is of none that we know. */
  Optional<String> id(OpenFile file) {
    return switch (file.kind()) {
      case PIPE, FIFO, MASTER, SLAVE, EVENT -> Optional.of(file.id());
      case SOCKET -> sockets.pair(file.inode());
      case EPOLL, PIDFD, IO_URING, CONSOLE, OTHER -> Optional.empty();
    };
  }

  private static Kind kind(OpenFile file) {
    return switch (file.kind()) {
      case PIPE -> Kind.PIPE;
      case FIFO -> Kind.FIFO;
      case SOCKET -> Kind.SOCKETS;
      case EVENT -> Kind.EVENT;
      default -> Kind.TERMINAL;
    };
  }

  private static Holder holder(long pid, OpenFile file) {
    int mode = file.flags() & Constants.O_ACCMODE;
    boolean reads = mode != Constants.O_WRONLY;
    boolean writes = mode != Constants.O_RDONLY;
    boolean blocking = (file.flags() & Constants.O_NONBLOCK) == 0;
    String end =
        switch (file.kind()) {
          case MASTER -> "master";
          case SLAVE -> "slave";
          case SOCKET -> "socket " + file.inode();
          case EVENT -> "counter";
          default -> reads && writes ? "both ends" : reads ? "read end" : "write end";
        };
    return new Holder(pid, file.fd(), reads, writes, blocking, end);
  }

  /** All channels, each asked how full it is. */
  Map<String, Channel> read() {
    var channels = new LinkedHashMap<String, Channel>();
    found.forEach((id, f) -> channels.put(id, channel(id, f)));
    return channels;
  }

  private Channel channel(String id, Found f) {
    OptionalInt capacity = OptionalInt.empty();
    OptionalInt queued = OptionalInt.empty();
    boolean full = false;
    if (f.kind.oneWay()) {
      try (Asked reader = ask(f, Holder::reads);
          Asked writer = ask(f, Holder::writes)) {
        capacity = reader.orElse(writer).number(DuplicatedFd::capacity);
        queued = reader.orElse(writer).number(DuplicatedFd::queued);
        full = writer.end.filter(DuplicatedFd::isFull).isPresent();
      }
    } else if (f.kind == Kind.SOCKETS) {
      queued = OptionalInt.of(sockets.queued(f.inode));
    }
    return new Channel(id, f.kind, f.name, capacity, queued, full, f.holders);
  }

  private static Asked ask(Found f, Predicate<Holder> which) {
    return new Asked(f.holders.stream().filter(which).findFirst().flatMap(DuplicatedFd::of));
  }

  /** An end that may not be had. */
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
