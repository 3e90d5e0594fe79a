package io.standpipe.cli.fifo;

import io.standpipe.Doctor;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.doctor.Holder;
import io.standpipe.internal.text.Escaping;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A table of fifos: permissions, owner, name, reading processes, writing processes. */
final class FifoTable {
  private static final List<String> HEAD = List.of("MODE", "OWNER", "NAME", "READERS", "WRITERS");
  private static final String NONE = "-";
  private static final int GAP = 2;
  private static final int LONGEST_NAME = 50;
  private static final int FILE_TYPE = 0170000;
  private static final int FIFO = 0010000;

  private FifoTable() {}

  /** The fifos in a folder, or the fifo at {@code path}; empty if there are none. */
  static String of(Path path) throws IOException {
    try {
      // Checked before the folder is opened, because opening a link to a fifo would block.
      Path file = path.toRealPath();
      if (!isFifo(file) && !Files.isDirectory(file)) {
        throw new NotDirectoryException(path.toString());
      }
      return aligned(isFifo(file) ? List.of(row(file, path)) : rows(path));
    } catch (FileSystemException e) {
      throw failed(path, e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static ExitException failed(Path path, FileSystemException e) {
    String line = "list the fifos in " + path + ": " + ExitException.reason(e);
    return new ExitException(ExitCode.FAILED, line, e);
  }

  private static List<List<String>> rows(Path folder) throws IOException {
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(files::add);
    }
    files.sort(null);
    List<List<String>> rows = new ArrayList<>();
    for (Path file : files) {
      try {
        if (isFifo(file)) {
          rows.add(row(file, file.getFileName()));
        }
      } catch (NoSuchFileException e) {
        // It was removed after the folder was read.
      }
    }
    return rows;
  }

  private static boolean isFifo(Path file) throws IOException {
    Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return mode instanceof Integer bits && (bits & FILE_TYPE) == FIFO;
  }

  private static List<String> row(Path fifo, Path name) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(fifo, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    List<Holder> holders = Doctor.holders(fifo);
    return List.of(
        PosixFilePermissions.toString(attributes.permissions()),
        attributes.owner().getName(),
        Escaping.printable(name.toString()),
        names(holders, Holder::reads),
        names(holders, Holder::writes));
  }

  private static String names(List<Holder> holders, Predicate<Holder> which) {
    String names =
        holders.stream()
            .filter(which)
            .map(FifoTable::shortName)
            .distinct()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? NONE : names;
  }

  private static String shortName(Holder holder) {
    String name = ProcessLabel.of(holder);
    int length = name.codePointCount(0, name.length());
    return length <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…";
  }

  private static String aligned(List<List<String>> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    var all = new ArrayList<>(rows);
    all.addFirst(HEAD);
    int[] widths = new int[HEAD.size()];
    for (List<String> row : all) {
      Arrays.setAll(widths, column -> Math.max(widths[column], row.get(column).length()));
    }
    var table = new StringBuilder();
    for (List<String> row : all) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length() + GAP));
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }
}
