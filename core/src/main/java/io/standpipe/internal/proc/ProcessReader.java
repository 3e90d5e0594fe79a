package io.standpipe.internal.proc;

import io.standpipe.internal.proc.OpenFile.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one process in three steps, because the meaning of a call is known only when the
 * descriptors of all processes are known: {@link #full} looks at its threads and descriptors,
 * {@link #decode} finds out what the threads wait for, and a {@link SleepCheck} whether they have
 * slept since.
 */
final class ProcessReader {
  private static final String ENDED = "ZXx";

  private final ProcStat stat;
  private final StatusFile status;
  private final String command;
  private final Optional<Map<Integer, OpenFile>> files;
  private final List<Look> looks;

  /** A thread at the first look. */
  private record Look(long tid, StatusFile status, Optional<String> syscall) {}

  private ProcessReader(
      ProcStat stat,
      StatusFile status,
      String command,
      Optional<Map<Integer, OpenFile>> files,
      List<Look> looks) {
    this.stat = stat;
    this.status = status;
    this.command = command;
    this.files = files.filter(seen -> !stat.isExiting());
    this.looks = this.files.isPresent() ? looks : List.of();
  }

  /** A process; empty if it has gone, or is one of the kernel's. */
  static Optional<ProcessReader> full(long pid) {
    return brief(pid)
        .map(p -> new ProcessReader(p.stat, p.status, p.stat.info().command(), p.files, p.looks));
  }

  /** Like {@link #full}, with the kernel's short name instead of the command line. */
  static Optional<ProcessReader> brief(long pid) {
    Optional<ProcStat> stat = ProcStat.of(pid).filter(s -> !s.isKernelThread());
    Optional<StatusFile> status = stat.flatMap(s -> StatusFile.of(pid, pid));
    if (stat.isEmpty() || status.isEmpty()) {
      return Optional.empty();
    }
    List<Look> looks = stat.get().info().zombie() ? List.of() : looks(pid, status.get());
    // After the threads: what a thread holds cannot change while that thread sleeps.
    Optional<Map<Integer, OpenFile>> files = Descriptors.of(stat.get());
    // Read again: if the descriptors were gone, the process now shows that it is exiting.
    ProcStat after = ProcStat.of(pid).orElse(stat.get());
    return Optional.of(new ProcessReader(after, status.get(), status.get().name(), files, looks));
  }

  /** This process: its descriptors, and the thread that runs this as its only thread. */
  static Optional<ProcessReader> thisOne() {
    Optional<ProcStat> stat = ProcStat.of(ProcessHandle.current().pid());
    Optional<StatusFile> thread = StatusFile.ofThisThread();
    return stat.isEmpty() || thread.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ProcessReader(
                stat.get(),
                thread.get(),
                thread.get().name(),
                Descriptors.of(stat.get()),
                List.of(new Look(thread.get().tid(), thread.get(), Optional.empty()))));
  }

  private static List<Look> looks(long pid, StatusFile main) {
    var looks = new ArrayList<Look>();
    for (int tid : ProcFiles.threads(pid)) {
      // The count first, then the call: a thread with the same count later has slept in that call.
      Optional<StatusFile> status = tid == pid ? Optional.of(main) : StatusFile.of(pid, tid);
      Optional<String> syscall = SyscallFile.text(pid, tid);
      status
          .filter(s -> ENDED.indexOf(s.state()) < 0)
          .ifPresent(s -> looks.add(new Look(tid, s, syscall)));
    }
    return looks;
  }

  long pid() {
    return stat.info().pid();
  }

  long parent() {
    return stat.info().parent();
  }

  boolean isExiting() {
    return stat.isExiting();
  }

  String command() {
    return command;
  }

  /** Its descriptors; none if they cannot be seen. */
  Map<Integer, OpenFile> files() {
    return files.orElse(Map.of());
  }

  ChildProcess asChild() {
    return new ChildProcess(pid(), status.ownPid(), stat.info().group());
  }

  /** What its threads wait for. */
  SeenProcess decode(ChannelReader channels, List<ChildProcess> children) {
    var threads = new ArrayList<SeenThread>();
    try (var waits = new WaitReader(stat.info(), looks.size(), files(), channels, children)) {
      for (Look look : looks) {
        Wait wait = wait(look, waits);
        long switches = look.status.switches();
        String name = look.status.name();
        threads.add(new SeenThread(look.tid, name, wait, switches, Optional.empty()));
      }
    }
    return new SeenProcess(
        stat.info(),
        stat.session(),
        status.user(),
        command,
        files.isPresent(),
        threads,
        status.caught(),
        selfStarters());
  }

  private static Wait wait(Look look, WaitReader waits) {
    char state = look.status.state();
    return state == 'S' && look.syscall.isEmpty()
        ? Wait.one("", OutsideWaits.UNSEEN)
        : waits.read(state, look.syscall.flatMap(SyscallFile::parse));
  }

  private List<String> selfStarters() {
    var found = new ArrayList<String>();
    if (status.tracer() != 0) {
      found.add("it is traced by " + status.tracer());
    }
    if (files().values().stream().anyMatch(f -> f.kind() == Kind.IO_URING)) {
      found.add("it has input and output under way by io_uring");
    }
    if (!ProcFiles.text(ProcFiles.name(pid(), "timers")).orElse("").isEmpty()) {
      found.add("it has timers");
    }
    return found;
  }
}
