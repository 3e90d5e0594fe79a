package io.standpipe.schedule;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the bytes read are those written: none made up, none twice, none missing, each write in
 * order and whole. Each word names its write and its place in it.
 */
final class Ledger {
  private final List<Event> events;
  private final List<String> faults = new ArrayList<>();

  private Ledger(List<Event> events) {
    this.events = events;
  }

  /** What was wrong; empty if nothing was. */
  static List<String> faults(List<Event> events) {
    var ledger = new Ledger(events);
    ledger.compare();
    ledger.followReaders();
    return ledger.faults;
  }

  /** Where the read end lived to the end of the stream, everything that was taken has come out. */
  private void compare() {
    boolean complete = events.stream().anyMatch(Ledger::isEndOfStream);
    Map<Integer, List<Integer>> read = new HashMap<>();
    for (Event e : events) {
      if (e.operation() instanceof Operation.Read) {
        for (int i = 0; i < e.words().remaining(); i++) {
          int word = e.words().get(i);
          read.computeIfAbsent(word >>> 16, id -> new ArrayList<>()).add(word & 0xffff);
        }
      }
    }
    for (Event e : events) {
      if (e.operation() instanceof Operation.Write(int id, int bytes, var limit)) {
        compare(e, read.remove(id), complete);
      }
    }
    read.forEach((id, words) -> faults.add("read, but never written: " + id + " " + words));
  }

  private static boolean isEndOfStream(Event e) {
    return e.operation() instanceof Operation.Read && e.thrown() == null && e.result() < 0;
  }

  /** The words of one write that were read, by whomever: its first ones, or all. */
  private void compare(Event write, @Nullable List<Integer> words, boolean complete) {
    int[] read = words == null ? new int[0] : words.stream().mapToInt(w -> w).sorted().toArray();
    int taken = write.words().remaining();
    boolean first = true;
    for (int i = 0; i < read.length; i++) {
      first &= read[i] == i;
    }
    if (!first || read.length > taken || (complete && read.length < taken)) {
      faults.add(
          "%d words were taken, %d of them read%s: %s"
              .formatted(taken, read.length, first ? "" : ", some twice or not at all", write));
    }
  }

  /** One reader alone sees the stream as it is: each write in one piece. */
  private void followReaders() {
    Map<Integer, List<IntBuffer>> byThread = new LinkedHashMap<>();
    for (Event e : events) {
      if (e.operation() instanceof Operation.Read && e.words().hasRemaining()) {
        byThread.computeIfAbsent(e.thread(), t -> new ArrayList<>()).add(e.words());
      }
    }
    byThread.forEach((thread, reads) -> {
      int[] stream = reads.stream().flatMapToInt(Ledger::words).toArray();
      boolean alone = byThread.size() == 1;
      for (int i = 1; i < stream.length; i++) {
        follow(thread, stream[i - 1], stream[i], alone);
      }
    });
  }

  private static IntStream words(IntBuffer words) {
    return IntStream.range(0, words.remaining()).map(words::get);
  }

  private void follow(int thread, int word, int next, boolean alone) {
    boolean sameWrite = word >>> 16 == next >>> 16;
    boolean inOrder = sameWrite ? (next & 0xffff) > (word & 0xffff) : true;
    boolean whole = sameWrite ? next == word + 1 : (next & 0xffff) == 0 && isLast(word);
    if (!inOrder || (alone && !whole)) {
      faults.add("thread %d read %08x after %08x".formatted(thread, next, word));
    }
  }

  private boolean isLast(int word) {
    return events.stream()
        .anyMatch(e ->
            e.operation() instanceof Operation.Write(int id, int bytes, var limit)
                && id == word >>> 16
                && e.words().remaining() == (word & 0xffff) + 1);
  }
}
