package io.standpipe.internal.start;

import static io.standpipe.internal.posix.Constants.O_CLOEXEC;
import static io.standpipe.internal.posix.Constants.O_RDONLY;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.standpipe.internal.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a look at a program's file tells: by which names it may be known, and how it is linked. Only
 * the first 64 KiB are read. A file that cannot be read is of no known kind.
 */
final class ProgramFile {
  private static final int HEAD = 64 * 1024;
  private static final int SET_ID = 06000;

  /** Of elf(5), 64 bit, which both architectures are. */
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

  private static final int E_PHOFF = 32;
  private static final int E_PHENTSIZE = 54;
  private static final int E_PHNUM = 56;
  private static final int HEADER = 64;
  private static final int PT_INTERP = 3;
  private static final int P_OFFSET = 8;
  private static final int P_FILESZ = 32;
  private static final int ENTRY = 56;

  private final Posix posix;
  private final String file;
  private final ByteBuffer head;

  private ProgramFile(Posix posix, String file, ByteBuffer head) {
    this.posix = posix;
    this.file = file;
    this.head = head;
  }

  static ProgramFile of(Posix posix, String file) {
    return new ProgramFile(posix, file, read(posix, file));
  }

  private static ByteBuffer read(Posix posix, String file) {
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    int fd = posix.open(file, O_RDONLY | O_CLOEXEC, 0);
    if (fd >= 0) {
      while (head.hasRemaining() && posix.read(fd, head) > 0) {}
      posix.close(fd);
    }
    return head.flip();
  }

  /** A program's name as people use it: without the folder. */
  static String shortName(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }

  /** The names it may be known by, the most specific first, without a version at the end. */
  List<String> names() {
    return Stream.concat(Stream.of(file, linkTarget()), interpreter().stream())
        .map(ProgramFile::shortName)
        .map(name -> name.replaceFirst("(?<=[a-z])[-.0-9]+$", ""))
        .distinct()
        .toList();
  }

  private String linkTarget() {
    try {
      return Path.of(file).toRealPath().toString();
    } catch (IOException | InvalidPathException e) {
      return file;
    }
  }

  boolean isScript() {
    return interpreter().isPresent();
  }

  /** The interpreter of a script: {@code #!/usr/bin/env -S python3 -u} has python3. */
  private Optional<String> interpreter() {
    if (!firstLine().startsWith("#!")) {
      return Optional.empty();
    }
    List<String> words = interpreterWords();
    boolean env = shortName(words.getFirst()).equals("env");
    return words.stream()
        .skip(env ? 1 : 0)
        .filter(word -> !word.startsWith("-") && word.indexOf('=') < 0)
        .findFirst();
  }

  private List<String> interpreterWords() {
    return List.of(firstLine().substring(2).strip().split("\\s+"));
  }

  /** The file that executes a script. */
  Optional<String> interpreterFile() {
    return firstLine().startsWith("#!")
        ? Optional.of(interpreterWords().getFirst())
        : Optional.empty();
  }

  /** To the kernel, the carriage return is a part of the interpreter's name. */
  boolean firstLineEndsAsInWindows() {
    return firstLine().startsWith("#!") && firstLine().endsWith("\r");
  }

  /** Without its newline; as much as the kernel reads of it. */
  private String firstLine() {
    String text = ISO_8859_1.decode(head.duplicate().limit(Math.min(head.limit(), 256))).toString();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /** Whether glibc's loader starts it, with {@code LD_PRELOAD} in force. */
  boolean isLinkedWithGlibc() {
    return loader().contains("/ld-linux") && (posix.fileMode(file) & SET_ID) == 0;
  }

  /** The path of the loader that the file names; empty if it names none. */
  String loader() {
    if (head.limit() < HEADER || !head.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      return "";
    }
    long at = head.getLong(E_PHOFF);
    for (int i = head.getShort(E_PHNUM); i > 0 && at >= 0 && at + ENTRY <= head.limit(); i--) {
      int entry = (int) at;
      if (head.getInt(entry) == PT_INTERP) {
        return text(head.getLong(entry + P_OFFSET), head.getLong(entry + P_FILESZ));
      }
      at += head.getShort(E_PHENTSIZE);
    }
    return "";
  }

  private String text(long start, long length) {
    boolean inside = start >= 0 && length >= 0 && length <= HEAD && start <= head.limit() - length;
    return inside ? ISO_8859_1.decode(head.slice((int) start, (int) length)).toString() : "";
  }
}
