package io.standpipe.internal.start;

import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.SpawnPlan;
import java.util.List;

/** A JVM that holds a child back for ever: to be killed meanwhile. */
public final class HoldingParent {
  private HoldingParent() {}

  /** Prints the pid of a held child, which is to run the script that the first word is. */
  public static void main(String... words) throws Exception {
    var plan =
        new SpawnPlan("/bin/sh", List.of("sh", "-c", words[0]), null, null, List.of(-1, -1, -1), 0);
    int pid =
        HeldSpawn.spawn(
            Platform.posix(),
            plan,
            (child, held) -> {
              System.out.println(held + " " + child);
              while (true) {
                Thread.onSpinWait();
              }
            });
    System.out.println("not held: " + pid);
  }
}
