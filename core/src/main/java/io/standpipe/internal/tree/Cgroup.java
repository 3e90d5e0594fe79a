package io.standpipe.internal.tree;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.proc.OwnCgroup;
import io.standpipe.internal.proc.PidNamespace;
import io.standpipe.internal.proc.ProcFiles;
import io.standpipe.internal.proc.ProcessInfo;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
 * {@link ParentWatchdog} does, and if that is killed too, the next JVM that makes a group here. A
 * group's name tells whose it is: {@code standpipe-NAMESPACE-PID-START-N}, with the pid namespace
 * in which the pid counts and the time of that process's start in clock ticks. Only what certainly
 * belongs to a process that has ended, of this user and this namespace, is removed.
 */
final class Cgroup {
  private static final String PREFIX = "standpipe-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+)-(\\d{1,9})-(\\d+)-\\d+");
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
      sweep(Platform.posix(), own.get());
    }
    String name = ownPrefix() + MADE.incrementAndGet();
    try {
      return Optional.of(new Cgroup(Files.createDirectory(own.get().resolve(name))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What the names of this process's groups begin with. */
  static String ownPrefix() {
    long self = ProcessHandle.current().pid();
    long start = ProcessInfo.of(self).map(ProcessInfo::startTicks).orElse(0L);
    return PREFIX + PidNamespace.own() + "-" + self + "-" + start + "-";
  }

  /** Removes what JVMs that have ended left behind. A group that has members cannot be removed. */
  static void sweep(Posix posix, Path own) {
    for (Path left : subfolders(own, PREFIX + "*")) {
      Matcher name = NAME.matcher(left.getFileName().toString());
      if (name.matches()
          && PidNamespace.isOwn(name.group(1))
          && hasEnded(posix, Integer.parseInt(name.group(2)), name.group(3))
          && isOfThisUser(left)) {
        new Cgroup(left).remove();
      }
    }
  }

  /**
   * Whether a process of this namespace has ended. It is asked by {@code kill} with signal 0,
   * because /proc may hide processes of other users; if it has another start time, its number was
   * used again.
   */
  private static boolean hasEnded(Posix posix, int pid, String start) {
    return posix.kill(pid, 0) == -Errno.ESRCH
        || ProcessInfo.of(pid).filter(p -> !start.equals("" + p.startTicks())).isPresent();
  }

  private static boolean isOfThisUser(Path folder) {
    try {
      return (int) Files.getAttribute(folder, "unix:uid") == ProcFiles.ownUser();
    } catch (IOException e) {
      return false;
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
