package io.standpipe.fifo;

import io.standpipe.internal.proc.PidNamespace;
import io.standpipe.internal.proc.ProcFiles;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a client's fifo: the client's pid, a dot, and characters of its choice. A {@link
 * FifoClient} chooses the number of its pid namespace and a random number: {@code
 * 4711.n4026531836.5eed}. So a server in another namespace, to which the pid means nothing or
 * another process, knows that it cannot judge by the pid.
 *
 * @param pid in the client's namespace
 * @param namespace the number of that namespace; empty if the client did not say
 */
record ClientName(long pid, String namespace) {
  private static final Pattern NAME =
      Pattern.compile("([1-9][0-9]{0,9})\\.(?:n([0-9]{1,20})\\.)?[A-Za-z0-9._-]{1,80}");

  /** Ends the name of the fifo through which a long request comes. */
  private static final String LONG = ".in";

  /** Makes one for a client in this process. */
  static String create() {
    return ProcessHandle.current().pid()
        + ".n"
        + PidNamespace.own()
        + "."
        + Long.toHexString(ThreadLocalRandom.current().nextLong());
  }

  /** The name of the fifo through which this client's long request comes. */
  static String forLong(String name) {
    return name + LONG;
  }

  /** The name of the fifo for the replies, whichever of the client's two fifos this is. */
  static String forReplies(String name) {
    return name.endsWith(LONG) ? name.substring(0, name.length() - LONG.length()) : name;
  }

  /** Whether this may be the name of a client's fifo. */
  static boolean isOne(String name) {
    return NAME.matcher(name).matches();
  }

  static ClientName of(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a client's name expected: " + name);
    }
    String namespace = parts.group(2);
    return new ClientName(Long.parseLong(parts.group(1)), namespace == null ? "" : namespace);
  }

  /** Whether the client lives in our pid namespace for certain. */
  boolean isNeighbour() {
    return PidNamespace.isOwn(namespace);
  }

  /** Whether the client did not say in which namespace it lives: a few lines of shell. */
  boolean isAnonymous() {
    return namespace.isEmpty();
  }

  /** Whether a process has the client's pid here; proves something about neighbours only. */
  boolean hasPid() {
    return ProcFiles.exists(pid);
  }
}
