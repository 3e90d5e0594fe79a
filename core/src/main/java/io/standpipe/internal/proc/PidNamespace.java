package io.standpipe.internal.proc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In which pid namespace this process lives. A pid that another process has written down means a
 * process only to readers in the same namespace (pid_namespaces(7)).
 */
public final class PidNamespace {
  /** Stands for a namespace that could not be read: no process is known to share it. */
  public static final String UNKNOWN = "0";

  private static final Pattern LINK = Pattern.compile("pid:\\[(\\d+)]");
  private static final String OWN = read();

  private PidNamespace() {}

  private static String read() {
    Matcher link = LINK.matcher(ProcFiles.link("/proc/self/ns/pid").orElse(""));
    return link.matches() ? link.group(1) : UNKNOWN;
  }

  /** The number of this process's namespace, in decimal digits; {@link #UNKNOWN} if unreadable. */
  public static String own() {
    return OWN;
  }

  /** Whether pids from the namespace of this number mean the same processes here. */
  public static boolean isOwn(String number) {
    return !OWN.equals(UNKNOWN) && OWN.equals(number);
  }
}
