package io.standpipe;

import io.standpipe.doctor.Diagnosis;
import io.standpipe.error.ErrnoException;
import io.standpipe.internal.diagnosis.DeadlineDiagnosis;
import io.standpipe.internal.diagnosis.OwnProcessView;
import io.standpipe.internal.io.End;
import java.io.IOException;
import java.nio.channels.InterruptibleChannel;
import java.util.Optional;

/**
 * One end of a pipe: a {@link PipeReader} or a {@link PipeWriter}. Safe from any thread; operations
 * of several threads on one end take turns.
 */
abstract class PipeEnd implements InterruptibleChannel {
  PipeEnd() {}

  abstract End end();

  /**
   * Why nothing happens here, for a thread that has waited in vain: the doctor takes it that this
   * thread still waits. An operation that runs out of time asks by itself, see {@link
   * io.standpipe.error.DeadlineExceededException#diagnosis}; call this where you keep the time
   * yourself. Blocks for two seconds at most; empty if the doctor took longer or failed.
   */
  public Optional<Diagnosis> diagnose() {
    return end()
        .reason()
        .filter(DeadlineDiagnosis.class::isInstance)
        .map(DeadlineDiagnosis.class::cast)
        .orElseGet(() -> new DeadlineDiagnosis(OwnProcessView.of(end())))
        .afterVainWait(end());
  }

  /**
   * The bytes that the pipe holds when full. The kernel is asked, because it is not always 64 KiB:
   * a user with many pipes gets smaller ones.
   */
  public int capacity() throws IOException {
    return end().capacity();
  }

  /**
   * Asks for another capacity; the kernel rounds up to a power of two of pages.
   *
   * @return the capacity it has now, in bytes
   * @throws ErrnoException {@code EPERM} above the user's limit, {@code EBUSY} if more bytes lie in
   *     it
   */
  public int resize(int bytes) throws IOException {
    return end().resize(bytes);
  }

  @Override
  public boolean isOpen() {
    return end().isOpen();
  }

  /**
   * Closes this end alone, wakes a thread that waits at it, and returns at once. A call that is
   * under way on another thread keeps the descriptor for the microsecond that it takes. Closing
   * again does nothing.
   *
   * <p>Once the last read end is closed, writers get a {@link
   * io.standpipe.error.BrokenPipeException}, and what lies unread is lost. Once the last write end
   * is closed, readers see the end of the stream after the last byte.
   */
  @Override
  public void close() {
    end().close();
  }

  /** Which end of what: {@code reader(fifo /run/x)}. */
  @Override
  public String toString() {
    return end().toString();
  }
}
