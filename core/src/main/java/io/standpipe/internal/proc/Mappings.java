package io.standpipe.internal.proc;

import java.util.List;
import java.util.Optional;

/** What is where in a process's memory: {@code /proc/PID/maps}; proc_pid_maps(5). */
record Mappings(List<Mapping> all) {
  /** A run of addresses. */
  record Mapping(long start, long end, String permissions, long offset, String path) {
    boolean isPrivate() {
      return permissions.endsWith("p");
    }
  }

  /** The mappings of a process; none if this user may not see them. */
  static Mappings of(long pid) {
    return new Mappings(
        ProcFiles.text(ProcFiles.name(pid, "maps"))
            .orElse("")
            .lines()
            .map(Mappings::parse)
            .toList());
  }

  /** {@code 7f12a000-7f12c000 r-xp 00026000 08:01 1234 /usr/lib/libc.so.6}. */
  static Mapping parse(String line) {
    String[] words = line.split(" +", 6);
    int dash = words[0].indexOf('-');
    return new Mapping(
        Long.parseUnsignedLong(words[0], 0, dash, 16),
        Long.parseUnsignedLong(words[0], dash + 1, words[0].length(), 16),
        words[1],
        Long.parseUnsignedLong(words[2], 16),
        words.length > 5 ? words[5] : "");
  }

  /** Whether only this process sees that memory; false if it is not known. */
  boolean isPrivate(long address) {
    return at(address).filter(Mapping::isPrivate).isPresent();
  }

  private Optional<Mapping> at(long address) {
    return all.stream().filter(m -> address >= m.start && address < m.end).findFirst();
  }
}
