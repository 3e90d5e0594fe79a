package io.standpipe.doctor;

import static io.standpipe.internal.posix.Constants.S_IFIFO;
import static io.standpipe.internal.posix.Constants.S_IFMT;

import io.standpipe.internal.posix.CString;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files under /proc. All may vanish between two looks, or be closed to us: then there is nothing.
 */
final class ProcFiles {
  private static final Path PROC = Path.of("/proc");

  private ProcFiles() {}

  static Path of(long pid, String file) {
    return PROC.resolve(Long.toString(pid)).resolve(file);
  }

  static Optional<String> text(Path file) {
    try {
      return Optional.of(CString.decode(Files.readAllBytes(file)));
    } catch (IOException e) {
      return Optional.empty();
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
  static List<Integer> numbers(Path folder) {
    var numbers = new ArrayList<Integer>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ProcFiles::isNumber)) {
      for (Path entry : entries) {
        numbers.add(Integer.valueOf(entry.getFileName().toString()));
      }
    } catch (IOException e) {
      return List.of();
    }
    return numbers;
  }

  static List<Integer> processes() {
    return numbers(PROC);
  }

  private static boolean isNumber(Path entry) {
    String name = entry.getFileName().toString();
    return name.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
