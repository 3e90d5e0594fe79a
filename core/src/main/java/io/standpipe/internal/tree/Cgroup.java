package io.standpipe.internal.tree;

import io.standpipe.internal.proc.OwnCgroup;
import io.standpipe.internal.proc.ProcFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A control group (cgroup v2, cgroups(7)) below this process's own, for one child and everything
 * that it starts. A process that is in it stays in it, whatever session it opens and whichever
 * parents it loses, and {@code cgroup.kill} ends all of them at one moment, including those that
 * are just being forked.
 *
 * <p>Such a group can be made if this process's own group was delegated to this user: in a service
 * or a user's session of systemd with {@code Delegate=yes}, as root, in some containers.
 *
 * <p>This process removes the group when its last member has ended; if it is killed first, the
 * {@link ParentWatchdog} does, and if that is killed too, the next JVM that makes a group here.
 */
final class Cgroup {
  private static final String PREFIX = "standpipe-";
  private static final String MEMBERS = "cgroup.procs";
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private final Path folder;

  private Cgroup(Path folder) {
    this.folder = folder;
  }

  /** Makes a new one; empty if the system does not let this user make one. */
  static Optional<Cgroup> create() {
    Optional<Path> own = OwnCgroup.folder().filter(path -> Files.isWritable(path.resolve(MEMBERS)));
    if (own.isEmpty()) {
      return Optional.empty();
    }
    if (!SWEPT.getAndSet(true)) {
      sweep(own.get());
    }
    String name = PREFIX + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
    try {
      return Optional.of(new Cgroup(Files.createDirectory(own.get().resolve(name))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes what JVMs that have ended left behind. A group that has members cannot be removed. */
  private static void sweep(Path own) {
    for (Path left : subfolders(own, PREFIX + "*")) {
      String pid = left.getFileName().toString().split("-", -1)[1];
      if (pid.matches("[0-9]{1,9}") && !ProcFiles.exists(Long.parseLong(pid))) {
        new Cgroup(left).remove();
      }
    }
  }

  Path folder() {
    return folder;
  }

  /**
   * Puts a process into it, and so whatever that starts from now on: whether that could be done.
   */
  boolean add(long pid) {
    return write(MEMBERS, Long.toString(pid));
  }

  /** SIGKILL to everybody in it: whether the kernel can do that (5.14 and newer). */
  boolean kill() {
    return write("cgroup.kill", "1");
  }

  private boolean write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text, StandardOpenOption.WRITE);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Who is in it, and in groups that were made below it. */
  Set<Long> members() {
    var members = new HashSet<Long>();
    for (Path group : withThoseBelow(folder)) {
      try {
        Files.readString(group.resolve(MEMBERS), StandardCharsets.US_ASCII)
            .lines()
            .map(Long::valueOf)
            .forEach(members::add);
      } catch (IOException e) {
        // It has been removed, and was empty then.
      }
    }
    return members;
  }

  /** Whether it has no member in it or below it, at one moment; true once it is removed. */
  boolean isEmpty() {
    try {
      return Files.readString(folder.resolve("cgroup.events")).contains("populated 0");
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return !Files.exists(folder); // removed while it was read; or nothing can be read just now
    }
  }

  /** Removes it, unless it has members: whether it is gone. */
  boolean remove() {
    for (Path group : withThoseBelow(folder).reversed()) {
      try {
        Files.deleteIfExists(group);
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  private static List<Path> withThoseBelow(Path top) {
    var groups = new ArrayList<Path>();
    groups.add(top);
    for (int i = 0; i < groups.size(); i++) {
      groups.addAll(subfolders(groups.get(i), "*"));
    }
    return groups;
  }

  private static List<Path> subfolders(Path folder, String name) {
    var found = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, name)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          found.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has gone: there is nothing below it.
    }
    return found;
  }

  @Override
  public String toString() {
    return "cgroup " + folder;
  }
}
