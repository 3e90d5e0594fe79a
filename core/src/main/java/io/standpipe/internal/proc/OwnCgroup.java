package io.standpipe.internal.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where this process's own control group of version 2 is in the file system: {@code
 * /proc/self/cgroup} and {@code /proc/self/mountinfo}.
 */
public final class OwnCgroup {
  private static final int MOUNTED_ROOT = 3;
  private static final int MOUNT_POINT = 4;

  private OwnCgroup() {}

  /** Its folder; empty if there is no cgroup v2, or if ours is outside of what is mounted. */
  public static Optional<Path> folder() {
    try {
      return folder(
          Files.readAllLines(Path.of("/proc/self/cgroup")),
          Files.readAllLines(Path.of("/proc/self/mountinfo")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Its folder, from the lines of cgroups(7), {@code 0::/PATH}, and of proc_pid_mountinfo(5). */
  public static Optional<Path> folder(List<String> groups, List<String> mounts) {
    Optional<String> own =
        groups.stream().filter(line -> line.startsWith("0::/")).map(l -> l.substring(3)).findAny();
    return own.flatMap(path ->
        mounts.stream()
            .filter(line -> line.contains(" - cgroup2 "))
            .map(line -> line.split(" ", -1))
            .flatMap(fields -> below(fields, path).stream())
            .findFirst());
  }

  /** A mount may show only a part of the tree, as in a container. */
  private static Optional<Path> below(String[] mount, String own) {
    Path root = Path.of(mount[MOUNTED_ROOT]);
    Path path = Path.of(own);
    boolean escaped = mount[MOUNT_POINT].indexOf('\\') >= 0; // a space in it, which no system has
    return escaped || !path.startsWith(root)
        ? Optional.empty()
        : Optional.of(Path.of(mount[MOUNT_POINT]).resolve(root.relativize(path)));
  }
}
