package io.standpipe.doctor;

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

/**
 * Files under /proc. All may vanish between two looks, or be closed to us: then there is nothing.
 */
final class ProcFiles {
  private static final int USUAL = 2048;

  private ProcFiles() {}

  static Path of(long pid, String file) {
    return Path.of(name(pid, file));
  }

  /** The same as a string: a snapshot makes ten thousands of them, and no use of a Path. */
  static String name(long pid, String file) {
    return "/proc/" + pid + "/" + file;
  }

  static Optional<String> text(Path file) {
    return text(file.toString());
  }

  /**
   * The whole file, read with raw calls: a third of the time of {@code Files.readAllBytes}, which
   * asks for size and kind first.
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
  static Optional<String> link(Path file) {
    try {
      return Optional.of(Files.readSymbolicLink(file).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a descriptor is a pipe or fifo. Its link does not tell: many an epoll has the same. */
  static boolean isPipe(Path descriptor) {
    try {
      return ((int) Files.getAttribute(descriptor, "unix:mode") & S_IFMT) == S_IFIFO;
    } catch (IOException e) {
      return false;
    }
  }

  /** The entries of a folder whose names are numbers: processes, threads, descriptors. */
  static List<Integer> numbers(String folder) {
    return numbersIfReadable(folder).orElse(List.of());
  }

  /** The same; empty where the folder has gone or is not for this user's eyes. */
  static Optional<List<Integer>> numbersIfReadable(String folder) {
    // A File and not a stream of Paths: what is asked twice a second must not cost much.
    String[] names = new File(folder).list();
    if (names == null) {
      return Optional.empty();
    }
    var numbers = new ArrayList<Integer>(names.length);
    for (String name : names) {
      if (isNumber(name)) {
        numbers.add(Integer.valueOf(name));
      }
    }
    return Optional.of(numbers);
  }

  static List<Integer> processes() {
    return numbers("/proc");
  }

  /** No name in these folders begins with a digit and is no number. */
  private static boolean isNumber(String name) {
    return name.charAt(0) >= '0' && name.charAt(0) <= '9';
  }
}
