package io.standpipe.doctor;

import io.standpipe.doctor.Awaited.Exit;
import io.standpipe.doctor.Awaited.Outside;
import io.standpipe.doctor.Awaited.OwnThread;
import io.standpipe.doctor.Awaited.Ready;
import io.standpipe.doctor.OpenFile.Kind;
import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.text.Escaping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the call that a thread sleeps in into what it waits for.
 *
 * <p>The rule that all verdicts stand on: what is not surely understood is {@link Outside}. So a
 * call that is unknown, memory that cannot be read, a descriptor that cannot be seen make a verdict
 * weaker, never wrong.
 */
final class WaitReader implements AutoCloseable {
  private static final int FUTEX_COMMAND = 0x7f;
  private static final int FUTEX_PRIVATE = 0x80;
  private static final Set<Integer> FUTEX_WAITS = Set.of(0, 6, 9, 11, 13);
  private static final int P_PGID = 2;
  private static final String SIGNAL = "a signal";

  /** What a thread that does not wait may be said to wait for. */
  static final Awaited RUNS = new Outside("nothing: it runs");

  static final Awaited STOPPED = new Outside("a signal to continue: it is stopped");

  /** A child as its parent may ask for it. */
  record Child(long pid, long ownPid, long group) {}

  private final long pid;
  private final long group;
  private final boolean alone;
  private final Map<Integer, OpenFile> files;
  private final ChannelReader channels;
  private final List<Child> children;
  private Optional<Memory> memory = Optional.empty();

  /** For one process; {@code alone} where it has one thread only. */
  WaitReader(
      ProcessInfo info,
      boolean alone,
      Map<Integer, OpenFile> files,
      ChannelReader channels,
      List<Child> children) {
    this.pid = info.pid();
    this.group = info.group();
    this.alone = alone;
    this.files = files;
    this.channels = channels;
    this.children = children;
  }

  /** What a thread waits for that is in this state, and in this call. */
  Wait read(char state, Optional<Sleep> sleep) {
    return switch (state) {
      case 'S' -> sleep.map(this::asleep).orElseGet(() -> notInCall(RUNS));
      case 'T', 't' -> notInCall(STOPPED);
      case 'D' -> Wait.outside(sleep.map(Sleep::call).orElse(""), "a device or a file system");
      default -> notInCall(RUNS);
    };
  }

  private static Wait notInCall(Awaited what) {
    return new Wait("", List.of(what), false);
  }

  private Wait asleep(Sleep s) {
    return switch (s.call()) {
      case "read", "readv", "recvfrom", "recvmsg" -> one(s, file(s.number(0), true));
      case "write", "writev", "sendto", "sendmsg" -> one(s, file(s.number(0), false));
      case "vmsplice" -> new Wait(s.call(), ends(s.number(0)), false);
      case "sendfile" -> between(s, s.number(1), s.number(0));
      case "splice" -> between(s, s.number(0), s.number(2));
      case "tee" -> between(s, s.number(0), s.number(1));
      case "poll" -> any(s, PollSets.poll(memory(), s), s.number(2) >= 0);
      case "ppoll" -> any(s, PollSets.poll(memory(), s), !s.isNull(2));
      case "select", "pselect6" -> any(s, PollSets.select(memory(), s), !s.isNull(4));
      case "epoll_wait", "epoll_pwait" -> epoll(s, s.number(3) >= 0);
      case "epoll_pwait2" -> epoll(s, !s.isNull(3));
      case "wait4" -> one(s, children(s.number(0)));
      case "waitid" -> one(s, children(s.number(0), s.number(1)));
      case "futex" -> futex(s);
      case "futex_wait" -> lock(s, (s.number(3) & FUTEX_PRIVATE) != 0, !s.isNull(4));
      case "open" -> one(s, opening(s.argument(0), Constants.O_ACCMODE & s.number(1), -1));
      case "openat" ->
          one(s, opening(s.argument(1), Constants.O_ACCMODE & s.number(2), s.number(0)));
      case "pause", "rt_sigsuspend" -> Wait.outside(s.call(), SIGNAL);
      case "rt_sigtimedwait" -> new Wait(s.call(), List.of(new Outside(SIGNAL)), !s.isNull(2));
      case "nanosleep", "clock_nanosleep" ->
          new Wait(s.call(), List.of(new Outside("the clock")), true);
      case "accept", "accept4", "connect" -> Wait.outside(s.call(), "a connection");
      case "fcntl", "flock" -> Wait.outside(s.call(), "a file lock");
      case "clone", "clone3", "vfork" -> Wait.outside(s.call(), "a child that it starts");
      default -> Wait.outside(s.call(), "something that is not known here");
    };
  }

  private static Wait one(Sleep s, Awaited awaited) {
    return new Wait(s.call(), List.of(awaited), false);
  }

  /** Bytes go from one to the other. A file on a disk is neither late nor full: it is left out. */
  private Wait between(Sleep s, int from, int to) {
    var awaited = new ArrayList<Awaited>();
    if (!isOnDisk(from)) {
      awaited.add(file(from, true));
    }
    if (!isOnDisk(to)) {
      awaited.add(file(to, false));
    }
    return awaited.isEmpty()
        ? Wait.outside(s.call(), "a file system")
        : new Wait(s.call(), awaited, false);
  }

  private boolean isOnDisk(int fd) {
    OpenFile file = files.get(fd);
    return file != null && file.kind() == Kind.OTHER && file.isPath();
  }

  /** What a call on this descriptor waits for. */
  private Awaited file(int fd, boolean toRead) {
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
      case CONSOLE -> new Outside("a person at " + file.name());
      case SOCKET -> new Outside("the network, or another " + file.name());
      default -> new Outside(Escaping.escape(file.name()));
    };
  }

  private static Awaited behindPidfd(OpenFile file) {
    String process = Descriptors.field(file.info(), "Pid");
    return process.isEmpty() || process.startsWith("-") || process.equals("0")
        ? new Outside("a process that cannot be seen")
        : new Exit(Set.of(Long.valueOf(process)));
  }

  /**
   * All that a descriptor in a poll set may be woken by: what it asks for, and, asked or not, the
   * end of the other side. So the end that it is decides, not the events.
   */
  private List<Awaited> ends(int fd) {
    OpenFile file = files.get(fd);
    if (file == null || channels.id(file).isEmpty()) {
      return List.of(file(fd, true));
    }
    var awaited = new ArrayList<Awaited>();
    int mode = file.flags() & Constants.O_ACCMODE;
    if (mode != Constants.O_WRONLY) {
      awaited.add(file(fd, true));
    }
    if (mode == Constants.O_WRONLY || (file.kind() == Kind.FIFO && mode == Constants.O_RDWR)) {
      awaited.add(file(fd, false));
    }
    return awaited;
  }

  private Wait any(Sleep s, Optional<List<Integer>> set, boolean timed) {
    if (set.isEmpty()) {
      Outside unseen = new Outside("descriptors that cannot be seen");
      return new Wait(s.call(), List.of(unseen), timed);
    }
    var awaited = new ArrayList<Awaited>();
    set.get().forEach(fd -> awaited.addAll(ends(fd)));
    if (awaited.isEmpty()) {
      awaited.add(new Outside(SIGNAL));
    }
    return new Wait(s.call(), awaited, timed);
  }

  /** Another thread may add to the set of an epoll while this one waits. */
  private Wait epoll(Sleep s, boolean timed) {
    var awaited = new ArrayList<Awaited>();
    OpenFile epoll = files.get(s.number(0));
    for (PollSets.Entry entry : PollSets.epoll(epoll)) {
      OpenFile file = files.get(entry.fd());
      boolean same = file != null && file.kind() != Kind.EPOLL && entry.mayBe(file);
      awaited.addAll(same ? ends(entry.fd()) : List.of(new Outside("descriptor " + entry.fd())));
    }
    if (!alone) {
      awaited.add(new OwnThread());
    }
    if (epoll == null || epoll.kind() != Kind.EPOLL || awaited.isEmpty()) {
      awaited.add(new Outside(SIGNAL));
    }
    return new Wait(s.call(), awaited, timed);
  }

  /** wait4(2): −1 any child, 0 those of the own group, −g those of group g. */
  private Awaited children(int which) {
    return exit(
        which == -1
            ? children
            : which <= 0
                ? children.stream().filter(c -> c.group == (which == 0 ? group : -which)).toList()
                : children.stream().filter(c -> c.ownPid == which).toList());
  }

  /** waitid(2). */
  private Awaited children(int idType, int id) {
    return switch (idType) {
      case 0 -> exit(children);
      case Constants.P_PID -> children(id);
      case P_PGID -> children(-id);
      case Constants.P_PIDFD -> file(id, true);
      default -> new Outside("a child");
    };
  }

  private static Awaited exit(List<Child> children) {
    Set<Long> pids = Set.copyOf(children.stream().map(Child::pid).toList());
    return pids.isEmpty() ? new Outside("a child that cannot be seen") : new Exit(pids);
  }

  private Wait futex(Sleep s) {
    int operation = s.number(1);
    return FUTEX_WAITS.contains(operation & FUTEX_COMMAND)
        ? lock(s, (operation & FUTEX_PRIVATE) != 0, !s.isNull(3))
        : Wait.outside(s.call(), "a lock of an unknown kind");
  }

  /**
   * A lock that is not marked as private (the end of a thread is waited for so) is private all the
   * same where it lies in memory that no other process shares.
   */
  private Wait lock(Sleep s, boolean isPrivate, boolean timed) {
    boolean inside = isPrivate || Mappings.of(pid).isPrivate(s.argument(0));
    Awaited awaited = inside ? new OwnThread() : new Outside("a lock in shared memory");
    return new Wait(s.call(), List.of(awaited), timed);
  }

  private Awaited opening(long path, int mode, int directory) {
    return FifoOpening.of(pid, memory(), path, directory)
        .filter(fifo -> mode != Constants.O_RDWR)
        .<Awaited>map(fifo -> fifo.partner(mode == Constants.O_RDONLY))
        .orElseGet(() -> new Outside("a file to open"));
  }

  private Optional<Memory> memory() {
    if (memory.isEmpty()) {
      memory = Memory.of(pid);
    }
    return memory;
  }

  @Override
  public void close() {
    memory.ifPresent(Memory::close);
  }
}
