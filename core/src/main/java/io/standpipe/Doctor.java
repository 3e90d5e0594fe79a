package io.standpipe;

import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Diagnosis;
import io.standpipe.doctor.Holder;
import io.standpipe.doctor.Snapshot;
import io.standpipe.internal.proc.PipeHolders;
import io.standpipe.internal.proc.SnapshotReader;
import io.standpipe.internal.verdict.Examination;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Looks at the programs of this machine and says why they have stopped talking.
 *
 * {@snippet :
 * Doctor.examine().findings().forEach(System.out::println);
 * }
 *
 * <p>It prints nothing and changes nothing, needs no root and traces no process. It sees what this
 * user may see. Any thread may call it; a call takes some 20 ms on a desktop, and under a second
 * with a thousand processes. An interrupt does not shorten a call, and is kept.
 *
 * <p>{@link Child#diagnose} and {@link Job#diagnose} know more about the programs that this process
 * has started, because the library knows which of its own code waits at which end; {@link
 * Job#onDeadlock} keeps looking.
 */
public final class Doctor {
  private Doctor() {}

  /**
   * What is wrong among all processes. If something looks like a {@link Deadlock}, this looks
   * again, 50 ms later and up to four times in all, so that processes which are merely on their way
   * are not called deadlocked.
   *
   * @throws UnsupportedOperationException on a system that Standpipe does not run on
   */
  public static Diagnosis examine() {
    return Examination.ofAll();
  }

  /**
   * As {@link #examine()}, with only those findings that concern one of these processes. If a
   * deadlock does, so do the findings about its other members.
   */
  public static Diagnosis examine(Set<Long> pids) {
    return Examination.of(Set.copyOf(pids), List::of);
  }

  /**
   * What all processes wait for, and the channels that connect them, without a verdict.
   *
   * @throws UnsupportedOperationException on a system that Standpipe does not run on
   */
  public static Snapshot snapshot() {
    return SnapshotReader.read();
  }

  /**
   * The processes that hold the pipe which is descriptor {@code fd} of process {@code pid}, that
   * one included; none if it is not a pipe or cannot be seen.
   */
  public static List<Holder> holders(long pid, int fd) {
    return PipeHolders.sharing(pid, fd);
  }

  /** The processes that have this fifo open; none if there is no such file. */
  public static List<Holder> holders(Path fifo) {
    return PipeHolders.of(fifo);
  }
}
