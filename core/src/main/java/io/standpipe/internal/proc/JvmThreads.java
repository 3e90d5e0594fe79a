package io.standpipe.internal.proc;

import java.util.List;

/**
 * The threads that every Java process has besides those of the program: they wake up by themselves
 * now and then, and never touch a pipe. They are known by their names, of which the kernel keeps 15
 * bytes. A program could give the same names to threads of its own, so a verdict that rests on them
 * is not a proof.
 */
public final class JvmThreads {
  private static final String MARK = "VM Thread";
  private static final List<String> STARTS =
      List.of(
          "VM Thread",
          "VM Periodic Tas",
          "GC Thread#",
          "G1 ",
          "ZDirector",
          "ZDriver",
          "ZStat",
          "ZWorker",
          "ZUncommitter",
          "Shenandoah",
          "C1 CompilerThre",
          "C2 CompilerThre",
          "Signal Dispatch",
          "Service Thread",
          "Monitor Deflati",
          "Notification Th",
          "Reference Handl",
          "Finalizer",
          "Common-Cleaner",
          "Cleaner-",
          "process reaper",
          "Attach Listener",
          "StringDedup");

  private JvmThreads() {}

  /** Whether a thread of this process is one of them. */
  public static boolean isOwn(SeenProcess process, SeenThread thread) {
    return isName(thread.name()) && process.threads().stream().anyMatch(t -> isMark(t.name()));
  }

  /** Whether a thread of a JVM with this name is one of them. */
  static boolean isName(String thread) {
    return STARTS.stream().anyMatch(thread::startsWith);
  }

  /** Whether a process with a thread of this name is a JVM. */
  static boolean isMark(String thread) {
    return thread.equals(MARK);
  }
}
