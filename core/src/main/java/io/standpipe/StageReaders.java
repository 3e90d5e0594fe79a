package io.standpipe;

import io.standpipe.internal.io.StageRunner;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who reads what each program of a job writes: another program, or Java code. One thread fills it,
 * before the job is handed on.
 */
final class StageReaders {
  private final Map<Child, Reader> readers = new HashMap<>();

  /**
   * The reader of one program's output.
   *
   * @param name what it is, for a message
   * @param endedAt once it has ended, the moment at which that was noticed
   */
  record Reader(String name, LongSupplier endedAt) {}

  /** {@code reader} reads what {@code writer} writes. */
  void connect(Child writer, Child reader) {
    readers.put(
        writer,
        new Reader(reader.started().spec().toString(), reader.started().process()::endedAtNanos));
  }

  /** {@code reader} reads what {@code writer} writes. */
  void connect(Child writer, StageRunner reader) {
    readers.put(writer, new Reader(reader.part(), reader::endedAtNanos));
  }

  /** The reader of its output; empty where that leaves the job. */
  Optional<Reader> of(Child writer) {
    return Optional.ofNullable(readers.get(writer));
  }
}
