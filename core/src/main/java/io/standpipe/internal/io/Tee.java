package io.standpipe.internal.io;

import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.ready.ReadinessWait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves one stream to several writers; each of them gets every byte.
 *
 * <p>{@code tee} duplicates what lies at the front of a pipe without consuming it, always from the
 * first byte on. So a round consists of these steps:
 *
 * <ol>
 *   <li>{@code tee} into a pipe of our own for each writer but the last. These pipes are empty, so
 *       their slots limit how much a round moves, not a slow reader far away.
 *   <li>The round moves as many bytes as the copy that took the fewest; the rest of the other
 *       copies is dropped, because the next round brings it again.
 *   <li>Each copy goes to its writer, and the bytes themselves go to the last one, by {@code
 *       splice}, waiting for room where necessary.
 * </ol>
 *
 * <p>Less than a page, and everything where one of them is not a pipe, passes through a buffer
 * ({@link Splice} says why). The thread keeps this reader's turn throughout, because otherwise
 * another thread could take bytes between a {@code tee} and its {@code splice}.
 */
public final class Tee {
  private static final int CHUNK = 64 * 1024;

  private final ReadEnd from;
  private final List<WriteEnd> writers;

  /** Every end that a wait needs, at whichever it waits; one that was left out may be closed. */
  private final List<ReadinessWait> needed = new ArrayList<>();

  private final WaitOptions options;

  private final List<EndPair> copies = new ArrayList<>();
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private long moved;

  /** At least one writer is needed. */
  public Tee(ReadEnd from, List<WriteEnd> writers, Deadline deadline) {
    this.from = from;
    this.writers = new ArrayList<>(writers);
    this.options = new WaitOptions(deadline, needed);
    needed.add(from.wait);
    writers.forEach(to -> needed.add(to.wait));
  }

  /** Returns the number of bytes that went to each writer that was left at the end. */
  public long run() throws IOException {
    from.ensureOpen();
    from.enter(options, "read from");
    try {
      if (writers.stream().allMatch(to -> Splice.isPossible(from, to))) {
        runBetweenPipes();
      } else {
        while (copyRound()) {}
      }
      return moved;
    } finally {
      copies.forEach(EndPair::close);
      from.leave();
    }
  }

  private void runBetweenPipes() throws IOException {
    for (int i = 0; i < writers.size() - 1; i++) {
      copies.add(EndPair.open(from.posix));
    }
    for (int there; (there = from.awaitBytes(options)) > 0; ) {
      if (there < Splice.LEAST) {
        copyRound();
      } else {
        teeRound(there);
      }
    }
  }

  private void teeRound(int there) throws IOException {
    int bytes = teeToCopies(there);
    for (int i = copies.size() - 1; i >= 0; i--) {
      deliverCopy(i, bytes);
    }
    deliverRest(bytes);
    moved += bytes;
  }

  /** The fewest bytes that a copy holds now. */
  private int teeToCopies(int there) throws IOException {
    int fewest = there;
    for (EndPair copy : copies) {
      fewest = Math.min(fewest, tee(copy.writer(), fewest));
    }
    return fewest;
  }

  private int tee(End copy, int most) throws IOException {
    int n =
        from.uninterrupted(
            in -> copy.call(out -> from.posix.tee(in, out, most, SPLICE_F_NONBLOCK)));
    if (n < 0 && n != -Errno.EAGAIN) {
      throw from.failed("read from", -n);
    }
    return Math.max(n, 0);
  }

  private void deliverCopy(int i, int bytes) throws IOException {
    EndPair copy = copies.get(i);
    var splice = new Splice(copy.reader(), writers.get(i), options);
    splice.move(bytes);
    while (copy.reader().readNow(chunk.clear()) > 0) {}
    if (splice.isBroken()) {
      leaveOut(i);
    }
  }

  /**
   * To the last one, which needs no copy; when it has lost its readers, another takes its place.
   */
  private void deliverRest(int bytes) throws IOException {
    int last = writers.size() - 1;
    var splice = new Splice(from, writers.get(last), options);
    int delivered = splice.move(bytes);
    if (splice.isBroken()) {
      leaveOut(last);
      discard(bytes - delivered);
    }
  }

  private void leaveOut(int i) throws IOException {
    WriteEnd gone = writers.remove(i);
    needed.remove(gone.wait);
    if (writers.isEmpty()) {
      throw new BrokenPipeException("write to " + gone.of(), moved);
    }
    if (!copies.isEmpty()) {
      copies.remove(Math.min(i, copies.size() - 1)).close();
    }
  }

  private void discard(int bytes) throws IOException {
    int left = bytes;
    int n = 0;
    while (left > 0 && n >= 0) {
      n = from.read(chunk.clear().limit(Math.min(left, CHUNK)), options);
      left -= n;
    }
  }

  /** False at the end of the stream. */
  private boolean copyRound() throws IOException {
    if (from.read(chunk.clear(), options) < 0) {
      return false;
    }
    chunk.flip();
    for (int i = writers.size() - 1; i >= 0; i--) {
      copyTo(i);
    }
    moved += chunk.remaining();
    return true;
  }

  private void copyTo(int i) throws IOException {
    try {
      writers.get(i).write(chunk.duplicate(), options);
    } catch (BrokenPipeException e) {
      leaveOut(i);
    }
  }
}
