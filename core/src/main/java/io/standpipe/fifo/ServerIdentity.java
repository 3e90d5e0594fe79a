package io.standpipe.fifo;

import io.standpipe.internal.proc.PidNamespace;
import io.standpipe.internal.proc.ProcFiles;
import io.standpipe.internal.proc.ProcessInfo;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a server is known by: its pid, the start time of that process, the number of its pid
 * namespace, and a random number, with dots between them. Clients read it from a file to find out
 * whether their server is still there.
 */
final class ServerIdentity {
  /** Stands for the start time of a process that could not be inspected. */
  private static final String UNKNOWN = "0";

  private static final int PARTS = 4;

  private ServerIdentity() {}

  /** Makes one for a server in this process. */
  static String create() {
    long pid = ProcessHandle.current().pid();
    String start = ProcessInfo.of(pid).map(p -> Long.toString(p.startTicks())).orElse(UNKNOWN);
    long random = ThreadLocalRandom.current().nextLong();
    return pid + "." + start + "." + PidNamespace.own() + "." + Long.toHexString(random);
  }

  /** Its pid, in its own pid namespace, for people. */
  static String pid(String server) {
    return parts(server)[0];
  }

  /** Whether its pid means that process here: it lives in our pid namespace. */
  static boolean isNeighbour(String server) {
    String[] parts = parts(server);
    return parts.length == PARTS && PidNamespace.isOwn(parts[2]);
  }

  /** Whether the process of a server in our pid namespace is gone. */
  static boolean isGone(String server) {
    return !ProcFiles.exists(Long.parseLong(parts(server)[0])) || isReplaced(server);
  }

  /**
   * Whether its pid now belongs to another process, or to a zombie. False if /proc cannot be read
   * at the moment, or could not be when the server started.
   */
  private static boolean isReplaced(String server) {
    String[] parts = parts(server);
    return ProcessInfo.of(Long.parseLong(parts[0]))
        .map(p -> p.zombie() ? "" : Long.toString(p.startTicks()))
        .filter(start -> !parts[1].equals(UNKNOWN) && !parts[1].equals(start))
        .isPresent();
  }

  private static String[] parts(String server) {
    return server.split("\\.", -1);
  }
}
