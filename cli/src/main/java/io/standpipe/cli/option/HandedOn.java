package io.standpipe.cli.option;

import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.internal.proc.StatusFile;
import io.standpipe.internal.start.GivenDescriptors;
import io.standpipe.internal.start.SignalEnv;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Hands on to programs what standpipe's caller gave to standpipe, as env(1) does: the descriptors
 * above 2, as in {@code diff <(a) <(b)}, and the signals to ignore, as under {@code nohup}.
 *
 * <p>A JVM has descriptors of its own, and handlers for SIGPIPE, SIGQUIT and SIGUSR2 in place of
 * what the caller had set. So the launcher notes both before it becomes a JVM. A JVM that was not
 * started by the launcher looks what is left to see.
 */
public final class HandedOn {
  /** The mask of ignored signals in hexadecimal, as in /proc, then the descriptors. */
  private static final String LAUNCHER_NOTED = "STANDPIPE_GIVEN";

  private static final int SIGNALS = 64;

  /** 32 and 33, which glibc's threads use: a process that glibc has spawned may ignore them. */
  private static final long OF_THREADS = 3L << 31;

  private static final int RADIX = 16;

  private static volatile boolean isWholeProcess;

  private final List<Integer> descriptors;
  private final long ignored;

  private HandedOn(List<Integer> descriptors, long ignored) {
    this.descriptors = descriptors;
    this.ignored = ignored;
  }

  /**
   * Says that this JVM runs the command alone, so that what it was given was given to the command.
   */
  public static void claimProcess() {
    isWholeProcess = true;
  }

  /** What this process was started with; nothing if the command is a guest in another program. */
  static HandedOn ofCaller() throws IOException {
    if (!isWholeProcess) {
      return new HandedOn(List.of(), 0);
    }
    String noted = System.getenv(LAUNCHER_NOTED);
    if (noted == null) {
      return new HandedOn(
          GivenDescriptors.beyondStandard(), StatusFile.ignoredHere() & ~OF_THREADS);
    }
    List<String> words = List.of(noted.split(" ", -1));
    List<Integer> descriptors = words.stream().skip(1).map(Integer::valueOf).toList();
    return new HandedOn(descriptors, feasible(noted(words.getFirst())));
  }

  private static long noted(String mask) {
    return Long.parseUnsignedLong(mask, RADIX) & ~OF_THREADS;
  }

  /** Where env(1) cannot ignore a signal, the JVM's handlers have replaced what the caller said. */
  private static long feasible(long ignored) throws IOException {
    if (ignored == 0) {
      return 0;
    }
    long here = StatusFile.ignoredHere();
    return (ignored & ~here) == 0 || SignalEnv.works() ? ignored : ignored & here;
  }

  /** The command with all of it. */
  Command to(Command command) {
    Command given = command.withoutEnv(LAUNCHER_NOTED).ignoring(signals());
    for (int fd : descriptors) {
      given = given.fd(fd, Redirect.inherit());
    }
    return given;
  }

  private Signal[] signals() {
    Stream<Signal> signals =
        IntStream.rangeClosed(1, SIGNALS)
            .filter(n -> (ignored >>> (n - 1) & 1) != 0)
            .mapToObj(Signal::new);
    return signals.toArray(Signal[]::new);
  }
}
