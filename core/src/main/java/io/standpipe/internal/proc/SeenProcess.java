package io.standpipe.internal.proc;

import io.standpipe.doctor.ProcessState;
import io.standpipe.internal.text.CommandText;
import java.util.List;

/** A process, as the files under /proc/PID show it. */
public record SeenProcess(
    ProcessInfo info,
    long session,
    long user,
    String command,
    boolean visible,
    List<SeenThread> threads,
    long caughtSignals,
    List<String> selfStarters)
    implements ProcessState {

  /** Copies the lists. */
  public SeenProcess {
    threads = List.copyOf(threads);
    selfStarters = List.copyOf(selfStarters);
  }

  @Override
  public long pid() {
    return info.pid();
  }

  @Override
  public long parent() {
    return info.parent();
  }

  @Override
  public long group() {
    return info.group();
  }

  @Override
  public long startTicks() {
    return info.startTicks();
  }

  @Override
  public boolean zombie() {
    return info.zombie();
  }

  @Override
  public String program() {
    return CommandText.program(command);
  }

  /** A copy with other threads. */
  public SeenProcess withThreads(List<SeenThread> others) {
    return new SeenProcess(
        info, session, user, command, visible, others, caughtSignals, selfStarters);
  }

  @Override
  public String toString() {
    return (pid() < 0 ? "this process" : pid()) + " (" + program() + ")";
  }
}
