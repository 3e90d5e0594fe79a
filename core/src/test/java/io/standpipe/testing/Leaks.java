package io.standpipe.testing;

import io.standpipe.Command;
import io.standpipe.Pipe;
import io.standpipe.internal.posix.StagingPipe;
import io.standpipe.internal.proc.ProcessInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What this process holds: open descriptors, living platform threads, children that are there, dead
 * or alive. Taken before and after, it shows what was left behind.
 *
 * <p>What is made once for the whole process (the readiness loop, a pool's thread) is no leak:
 * {@link #snapshot} makes sure that Standpipe's own is there before it looks. Threads of the JVM's
 * pools come and go by themselves, so only threads beyond those pools count.
 */
public record Leaks(Map<Integer, String> descriptors, Map<Long, String> threads, int zombies) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  /**
   * An inotify is kept for the next meeting at a fifo, an eventfd for the next wait for an exit.
   * And staging pipes, but of these each can be told.
   */
  private static final Set<String> KEPT = Set.of("anon_inode:inotify", "anon_inode:[eventfd]");

  private static final String JVM = System.getProperty("java.home");

  /** What there is now. */
  public static Leaks snapshot() {
    Once.makeSure();
    return look();
  }

  /**
   * Fails, with a list of what is new, unless everything opened since has been closed, all platform
   * threads started since have ended and no zombie is left. Ends that are just under way get time.
   */
  public static void assertNoneSince(Leaks before) {
    Eventually.holds("nothing is left behind", () -> before.newSince().isEmpty(), before::newSince);
  }

  /** What there is now and was not then, in words; empty if there is nothing. */
  public String newSince() {
    return look().since(this);
  }

  private static Leaks look() {
    long self = ProcessHandle.current().pid();
    int zombies =
        (int) ProcessInfo.all().stream().filter(p -> p.parent() == self && p.zombie()).count();
    return new Leaks(openDescriptors(), platformThreads(), zombies);
  }

  private String since(Leaks before) {
    var found = new ArrayList<String>();
    descriptors.forEach((number, file) -> {
      if (!file.equals(before.descriptors.get(number)) && !isTheKept(file, before)) {
        found.add("descriptor " + number + " (" + file + ")");
      }
    });
    var newThreads = new TreeSet<>(threads.keySet());
    newThreads.removeAll(before.threads.keySet());
    newThreads.forEach(id -> found.add("thread " + id + " (" + threads.get(id) + ")"));
    if (zombies > before.zombies) {
      found.add((zombies - before.zombies) + " zombies");
    }
    return String.join(", ", found);
  }

  /** One may stay, and need not be the same all the time. */
  private boolean isTheKept(String file, Leaks before) {
    int earlier = Collections.frequency(before.descriptors.values(), file);
    return KEPT.contains(file)
        && Collections.frequency(descriptors.values(), file) <= Math.max(earlier, 1);
  }

  /** The number that the look itself opens is gone by the time its link is read. */
  private static Map<Integer, String> openDescriptors() {
    var open = new TreeMap<Integer, String>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
      List<Path> all = new ArrayList<>();
      entries.forEach(all::add);
      for (Path entry : all) {
        add(open, entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open;
  }

  private static void add(Map<Integer, String> open, Path entry) {
    try {
      String file = Files.readSymbolicLink(entry).toString();
      int number = Integer.parseInt(entry.getFileName().toString());
      if (!file.startsWith("/proc/") && !isOfJvm(file) && !StagingPipe.owns(number)) {
        open.put(number, file);
      }
    } catch (IOException e) {
      // It was closed between the two looks.
    }
  }

  /** What the JVM opens at its leisure and keeps: its own files, jars, /dev/random. */
  private static boolean isOfJvm(String file) {
    return file.startsWith(JVM) || file.endsWith(".jar") || file.endsWith("random");
  }

  private static Map<Long, String> platformThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !isOfPool(thread))
        .collect(Collectors.toMap(Thread::threadId, Thread::getName));
  }

  /** Carriers and the like, which the JVM adds and takes away as it sees fit. */
  private static boolean isOfPool(Thread thread) {
    String name = thread.getName();
    return name.startsWith("ForkJoinPool")
        || name.startsWith("VirtualThread-unparker")
        || name.startsWith("process reaper")
        || name.startsWith("Cleaner-")
        || name.startsWith("junit-")
        || name.startsWith("Attach Listener");
  }

  /** One wait on a virtual thread and one child: then all that is made once has been made. */
  private static final class Once {
    private static boolean made;

    static synchronized void makeSure() {
      if (made) {
        return;
      }
      try (Pipe pipe = Pipe.open()) {
        Thread reader = Thread.ofVirtual().start(() -> readByte(pipe));
        Eventually.parked(reader);
        pipe.writer().write("x");
        Eventually.ended(reader);
        Command.of("true").run();
        made = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static void readByte(Pipe pipe) {
      try {
        pipe.reader().read(ByteBuffer.allocate(1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
