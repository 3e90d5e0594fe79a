package io.standpipe.internal.proc;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.internal.posix.CString;
import io.standpipe.internal.posix.Platform;
import io.standpipe.internal.posix.Posix;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files under /proc. Any of them may vanish between two looks, or be closed to this user; then the
 * answer is empty.
 */
public final class ProcFiles {
  private static final int USUAL = 2048;
  private static final Pattern DESCRIPTOR =
      Pattern.compile("/proc/(\\d+)(?:/task/\\d+)?/fd/(\\d{1,9})");

  private ProcFiles() {}

  /** {@code /proc/PID/FILE}. A string, because a snapshot makes tens of thousands of them. */
  static String name(long pid, String file) {
    return "/proc/" + pid + "/" + file;
  }

  /** The name by which this process can open or inspect the file behind a descriptor of its own. */
  public static String ownDescriptor(int fd) {
    return "/proc/self/fd/" + fd;
  }

  /** Whether a path without links in it names a descriptor of some process. */
  public static boolean isDescriptor(Path path) {
    return DESCRIPTOR.matcher(path.toString()).matches();
  }

  /** The number of the descriptor of this process that a path without links in it names. */
  public static OptionalInt ownDescriptor(Path path) {
    Matcher matcher = DESCRIPTOR.matcher(path.toString());
    long self = ProcessHandle.current().pid();
    return matcher.matches() && matcher.group(1).equals(String.valueOf(self))
        ? OptionalInt.of(Integer.parseInt(matcher.group(2)))
        : OptionalInt.empty();
  }

  /** The file behind a descriptor of this process, such as {@code /dev/null}. */
  public static Optional<String> ownFile(int fd) {
    return link(ownDescriptor(fd));
  }

  /** The numbers of this process's descriptors; one of them was open for this look only. */
  public static List<Integer> ownDescriptors() {
    return numbers("/proc/self/fd").orElse(List.of());
  }

  /** The number of this process's user. */
  public static int ownUser() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Whether there is a process with this pid; a zombie counts. */
  public static boolean exists(long pid) {
    return new File("/proc/" + pid).exists();
  }

  /** The program that a process runs, with its folder; empty if this user may not see it. */
  public static Optional<String> program(long pid) {
    return link(name(pid, "exe"));
  }

  /**
   * The whole file, read with raw calls. They take a third of the time of {@code
   * Files.readAllBytes}, which asks for size and kind first.
   */
  static Optional<String> text(String file) {
    Posix posix = Platform.posix();
    int fd = posix.open(file, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.allocate(USUAL);
      while (true) {
        if (!bytes.hasRemaining()) {
          bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), bytes.capacity() * 4));
          bytes.position(bytes.capacity() / 4);
        }
        int n = posix.read(fd, bytes);
        if (n <= 0) {
          return n < 0
              ? Optional.empty()
              : Optional.of(CString.decode(Arrays.copyOf(bytes.array(), bytes.position())));
        }
      }
    } finally {
      posix.close(fd);
    }
  }

  /** Where a link leads, such as {@code pipe:[4711]}. */
  static Optional<String> link(String file) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of(file)).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether a descriptor is a pipe or fifo. Its link is not enough to tell, because many epolls
   * have the same.
   */
  static boolean isPipe(Path descriptor) {
    try {
      return ((int) Files.getAttribute(descriptor, "unix:mode") & S_IFMT) == S_IFIFO;
    } catch (IOException e) {
      return false;
    }
  }

  /** The pids of all processes. */
  public static List<Integer> processes() {
    return numbers("/proc").orElse(List.of());
  }

  /** The numbers of a process's threads. */
  static List<Integer> threads(long pid) {
    return numbers(name(pid, "task")).orElse(List.of());
  }

  /** The numbers of a process's descriptors; empty if this user may not see them. */
  static Optional<List<Integer>> descriptors(long pid) {
    return numbers(name(pid, "fd"));
  }

  /**
   * The entries of a folder whose names are numbers. In these folders, every name that begins with
   * a digit is a number.
   */
  private static Optional<List<Integer>> numbers(String folder) {
    // A File and not a stream of Paths: this is asked twice a second, and must not cost much.
    String[] names = new File(folder).list();
    if (names == null) {
      return Optional.empty();
    }
    var numbers = new ArrayList<Integer>(names.length);
    for (String name : names) {
      if (name.charAt(0) >= '0' && name.charAt(0) <= '9') {
        numbers.add(Integer.valueOf(name));
      }
    }
    return Optional.of(numbers);
  }
}
