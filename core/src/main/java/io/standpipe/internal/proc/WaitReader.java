package io.standpipe.internal.proc;

import io.standpipe.internal.posix.Constants;
import io.standpipe.internal.proc.Awaited.Outside;
import io.standpipe.internal.proc.Awaited.OwnThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the call that a thread sleeps in into what the thread waits for.
 *
 * <p>All verdicts rest on this rule: what is not surely understood is {@link Outside}. So an
 * unknown call, memory that cannot be read or a descriptor that cannot be seen makes a verdict
 * weaker, never wrong.
 */
final class WaitReader implements AutoCloseable {
  private static final int FUTEX_COMMAND = 0x7f;
  private static final int FUTEX_PRIVATE = 0x80;
  private static final Set<Integer> FUTEX_WAITS = Set.of(0, 6, 9, 11, 13);
  private static final Awaited SIGNAL = new Outside("a signal");

  private final long pid;
  private final boolean alone;
  private final DescriptorWaits descriptors;
  private final ChildWaits children;
  private Optional<Memory> memory = Optional.empty();

  /**
   * A reader for one process.
   *
   * @param threads the number of its threads
   */
  WaitReader(
      ProcessInfo process,
      int threads,
      Map<Integer, OpenFile> files,
      ChannelReader channels,
      List<ChildProcess> children) {
    this.pid = process.pid();
    this.alone = threads == 1;
    this.descriptors = new DescriptorWaits(files, channels);
    this.children = new ChildWaits(process, children);
  }

  /** What a thread in this state and this call waits for. */
  Wait read(char state, Optional<SyscallFile> call) {
    return switch (state) {
      case 'S' -> call.map(this::asleep).orElseGet(() -> Wait.one("", OutsideWaits.RUNS));
      case 'T', 't' -> Wait.one("", OutsideWaits.STOPPED);
      case 'D' -> Wait.outside(call.map(SyscallFile::call).orElse(""), "a device or a file system");
      default -> Wait.one("", OutsideWaits.RUNS);
    };
  }

  private Wait asleep(SyscallFile s) {
    return switch (s.call()) {
      case "read", "readv", "recvfrom", "recvmsg" -> one(s, descriptors.input(s.number(0)));
      case "write", "writev", "sendto", "sendmsg" -> one(s, descriptors.output(s.number(0)));
      case "vmsplice" -> new Wait(s.call(), descriptors.events(s.number(0)), false);
      case "sendfile" -> between(s, s.number(1), s.number(0));
      case "splice" -> between(s, s.number(0), s.number(2));
      case "tee" -> between(s, s.number(0), s.number(1));
      case "poll" -> any(s, PollSets.poll(memory(), s), s.number(2) >= 0);
      case "ppoll" -> any(s, PollSets.poll(memory(), s), !s.isNull(2));
      case "select", "pselect6" -> any(s, PollSets.select(memory(), s), !s.isNull(4));
      case "epoll_wait", "epoll_pwait" -> epoll(s, s.number(3) >= 0);
      case "epoll_pwait2" -> epoll(s, !s.isNull(3));
      case "wait4" -> one(s, children.wait4(s.number(0)));
      case "waitid" -> one(s, waitid(s.number(0), s.number(1)));
      case "futex" -> futex(s);
      case "futex_wait" -> lock(s, (s.number(3) & FUTEX_PRIVATE) != 0, !s.isNull(4));
      case "open" -> one(s, opening(s.argument(0), Constants.O_ACCMODE & s.number(1), -1));
      case "openat" ->
          one(s, opening(s.argument(1), Constants.O_ACCMODE & s.number(2), s.number(0)));
      case "pause", "rt_sigsuspend" -> one(s, SIGNAL);
      case "rt_sigtimedwait" -> new Wait(s.call(), List.of(SIGNAL), !s.isNull(2));
      case "nanosleep", "clock_nanosleep" ->
          new Wait(s.call(), List.of(new Outside("the clock")), true);
      case "accept", "accept4", "connect" -> Wait.outside(s.call(), "a connection");
      case "fcntl", "flock" -> Wait.outside(s.call(), "a file lock");
      case "clone", "clone3", "vfork" -> Wait.outside(s.call(), "a child that it starts");
      default -> Wait.outside(s.call(), "something that is not known here");
    };
  }

  private static Wait one(SyscallFile s, Awaited awaited) {
    return Wait.one(s.call(), awaited);
  }

  /** A call that moves bytes from one descriptor to another. A file on a disk is left out. */
  private Wait between(SyscallFile s, int from, int to) {
    var awaited = new ArrayList<Awaited>();
    if (!descriptors.isOnDisk(from)) {
      awaited.add(descriptors.input(from));
    }
    if (!descriptors.isOnDisk(to)) {
      awaited.add(descriptors.output(to));
    }
    return awaited.isEmpty()
        ? Wait.outside(s.call(), "a file system")
        : new Wait(s.call(), awaited, false);
  }

  private Wait any(SyscallFile s, Optional<List<Integer>> set, boolean timed) {
    if (set.isEmpty()) {
      Outside unseen = new Outside("descriptors that cannot be seen");
      return new Wait(s.call(), List.of(unseen), timed);
    }
    var awaited = new ArrayList<Awaited>();
    set.get().forEach(fd -> awaited.addAll(descriptors.events(fd)));
    if (awaited.isEmpty()) {
      awaited.add(SIGNAL);
    }
    return new Wait(s.call(), awaited, timed);
  }

  /** Another thread may add to the set of an epoll while this one waits. */
  private Wait epoll(SyscallFile s, boolean timed) {
    var awaited = new ArrayList<Awaited>(descriptors.epoll(s.number(0)));
    if (!alone) {
      awaited.add(new OwnThread());
    }
    if (awaited.isEmpty()) {
      awaited.add(SIGNAL);
    }
    return new Wait(s.call(), awaited, timed);
  }

  private Awaited waitid(int idType, int id) {
    return idType == Constants.P_PIDFD ? descriptors.input(id) : children.waitid(idType, id);
  }

  private Wait futex(SyscallFile s) {
    int operation = s.number(1);
    return FUTEX_WAITS.contains(operation & FUTEX_COMMAND)
        ? lock(s, (operation & FUTEX_PRIVATE) != 0, !s.isNull(3))
        : Wait.outside(s.call(), "a lock of an unknown kind");
  }

  /**
   * A lock is private if it is marked so, or if it is in memory that no other process shares. The
   * lock on which pthread_join(3) waits is of the second kind.
   */
  private Wait lock(SyscallFile s, boolean isPrivate, boolean timed) {
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
