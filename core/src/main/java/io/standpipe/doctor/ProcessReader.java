package io.standpipe.doctor;

import io.standpipe.doctor.OpenFile.Kind;
import io.standpipe.doctor.WaitReader.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One process, read in three steps, for what a call means is known only when all descriptors of all
 * processes are: {@link #of} looks at its threads and descriptors, {@link #decode} at what the
 * threads wait for, {@link #confirm} whether they have slept since.
 */
final class ProcessReader {
  /** The wait of a thread whose call the kernel does not tell. */
  static final Awaited UNSEEN = new Awaited.Outside("something that cannot be seen");

  /** That of one that slept, and has run during the snapshot. */
  static final Awaited RAN = new Awaited.Outside("nothing: it ran a moment ago");

  final ProcStat stat;
  final boolean visible;
  final Map<Integer, OpenFile> files;
  final StatusFile status;
  private final String command;
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
    this.visible = files.isPresent() && !stat.isExiting();
    this.files = files.orElse(Map.of());
    this.looks = visible ? looks : List.of();
  }

  /** Empty where there is no such process any more, or it is the kernel's. */
  static Optional<ProcessReader> of(long pid) {
    return brief(pid).map(p -> p.named(p.stat.info().command()));
  }

  private ProcessReader named(String fullCommand) {
    Optional<Map<Integer, OpenFile>> seen = visible ? Optional.of(files) : Optional.empty();
    return new ProcessReader(stat, status, fullCommand, seen, looks);
  }

  /** The same, with the kernel's short name for a command. */
  static Optional<ProcessReader> brief(long pid) {
    Optional<ProcStat> stat = ProcStat.of(pid).filter(s -> !s.isKernelThread());
    Optional<StatusFile> status = stat.flatMap(s -> StatusFile.of(pid, pid));
    if (stat.isEmpty() || status.isEmpty()) {
      return Optional.empty();
    }
    List<Look> looks = stat.get().info().zombie() ? List.of() : looks(pid, status.get());
    // After the threads: what a thread holds that sleeps since then cannot change.
    Optional<Map<Integer, OpenFile>> files = Descriptors.of(stat.get());
    // Asked anew: where the descriptors were gone it is now seen to be on its way out.
    ProcStat after = ProcStat.of(pid).orElse(stat.get());
    return Optional.of(new ProcessReader(after, status.get(), status.get().name(), files, looks));
  }

  /** This process: what it holds, and of its threads the one that runs here. */
  static Optional<ProcessReader> thisOne() {
    Optional<ProcStat> stat = ProcStat.of(ProcessHandle.current().pid());
    Optional<StatusFile> thread = ProcFiles.text("/proc/thread-self/status").map(StatusFile::new);
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
    for (int tid : ProcFiles.numbers(ProcFiles.name(pid, "task"))) {
      // The count first, then the call: whoever has the same count later has slept in that call.
      Optional<StatusFile> status = tid == pid ? Optional.of(main) : StatusFile.of(pid, tid);
      Optional<String> syscall = ProcFiles.text(ProcFiles.name(pid, "task/" + tid + "/syscall"));
      status
          .filter(s -> "ZXx".indexOf(s.state()) < 0)
          .ifPresent(s -> looks.add(new Look(tid, s, syscall)));
    }
    return looks;
  }

  long pid() {
    return stat.info().pid();
  }

  Child asChild() {
    return new Child(pid(), status.ownPid(), stat.info().group());
  }

  /** What its threads wait for, and whether they slept until now. */
  ProcessState decode(ChannelReader channels, List<Child> children) {
    var threads = new ArrayList<ThreadState>();
    boolean alone = looks.size() == 1;
    try (var waits = new WaitReader(stat.info(), alone, files, channels, children)) {
      for (Look look : looks) {
        Wait wait = wait(look, waits);
        long switches = look.status.switches();
        String name = look.status.name();
        threads.add(new ThreadState(look.tid, name, wait, switches, Optional.empty()));
      }
    }
    return state(threads);
  }

  private static Wait wait(Look look, WaitReader waits) {
    char state = look.status.state();
    if (state == 'S' && look.syscall.isEmpty()) {
      return new Wait("", List.of(UNSEEN), false);
    }
    return waits.read(state, look.syscall.flatMap(Sleep::parse));
  }

  private ProcessState state(List<ThreadState> threads) {
    return new ProcessState(
        stat.info(),
        stat.session(),
        status.user(),
        command,
        visible,
        threads,
        status.caught(),
        selfStarters());
  }

  private List<String> selfStarters() {
    var found = new ArrayList<String>();
    if (status.tracer() != 0) {
      found.add("it is traced by " + status.tracer());
    }
    if (files.values().stream().anyMatch(f -> f.kind() == Kind.IO_URING)) {
      found.add("it has input and output under way by io_uring");
    }
    if (!ProcFiles.text(ProcFiles.name(pid(), "timers")).orElse("").isEmpty()) {
      found.add("it has timers");
    }
    return found;
  }

  /**
   * The same with the threads that have run since marked as such. A thread that was asleep at both
   * looks, and has left the processor as often, has not run between them.
   *
   * @param timing whether to say for how long each has slept
   */
  static ProcessState confirm(ProcessState process, boolean timing) {
    List<ThreadState> threads =
        process.threads().stream().map(t -> confirm(process.pid(), t, timing)).toList();
    return new ProcessState(
        process.info(),
        process.session(),
        process.user(),
        process.command(),
        process.visible(),
        threads,
        process.caughtSignals(),
        process.selfStarters());
  }

  private static ThreadState confirm(long pid, ThreadState thread, boolean timing) {
    if (!thread.isWaiting()) {
      return thread;
    }
    boolean slept =
        StatusFile.of(pid, thread.tid())
            .filter(now -> now.state() == 'S' && now.switches() == thread.switches())
            .isPresent();
    Wait waiting =
        slept ? thread.waiting() : new Wait(thread.waiting().call(), List.of(RAN), false);
    Optional<Duration> asleep =
        slept && timing ? SchedFile.asleep(pid, thread.tid()) : Optional.empty();
    return new ThreadState(thread.tid(), thread.name(), waiting, thread.switches(), asleep);
  }
}
