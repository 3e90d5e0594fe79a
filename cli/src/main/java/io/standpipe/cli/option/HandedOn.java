package io.standpipe.cli.option;

import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.Signal;
import io.standpipe.internal.proc.StatusFile;
import io.standpipe.internal.start.GivenDescriptors;
import io.standpipe.internal.start.SignalEnv;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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

  /** Whether this JVM runs the command alone, so that its signals are meant for the command. */
  public static boolean isWholeProcess() {
    return isWholeProcess;
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
    String[] words = noted.split(" ", -1);
    var descriptors = new ArrayList<Integer>(); // no lambda here: the AOT cache would not have it
    for (int i = 1; i < words.length; i++) {
      descriptors.add(Integer.valueOf(words[i]));
    }
    return new HandedOn(descriptors, feasible(noted(words[0])));
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
    return with(command.withoutEnv(LAUNCHER_NOTED));
  }

  /** This command again, with all of it for the programs that it will run. */
  Command toSelf(Command self) {
    return with(self); // which reads what the launcher noted
  }

  private Command with(Command command) {
    Command given = command.ignoring(signals());
    for (int fd : descriptors) {
      given = given.fd(fd, Redirect.inherit());
    }
    return given;
  }

  private Signal[] signals() {
    var signals = new ArrayList<Signal>();
    for (int n = 1; n <= SIGNALS; n++) {
      if ((ignored >>> (n - 1) & 1) != 0) {
        signals.add(new Signal(n));
      }
    }
    return signals.toArray(new Signal[0]);
  }
}
