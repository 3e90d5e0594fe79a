package io.standpipe;

import static io.standpipe.internal.posix.Constants.SPLICE_F_NONBLOCK;

import io.standpipe.error.BrokenPipeException;
import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.ready.ReadinessWait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream to several writers: every one gets every byte.
 *
 * <p>{@code tee} duplicates what lies at the front of a pipe without consuming it, always from the
 * first byte on. So a round goes like this:
 *
 * <ol>
 *   <li>{@code tee} into a pipe of our own for each writer but the last. These are empty, so what
 *       comes out of a round is limited by their slots, not by a reader far away.
 *   <li>The fewest bytes that any of them took is what this round moves; the rest of the others is
 *       dropped, for the next round brings it again.
 *   <li>Each copy goes to its writer, and the bytes themselves go to the last one, by {@code
 *       splice}, waiting for room where need be.
 * </ol>
 *
 * <p>Less than a page, and everything where one of them is no pipe, passes through a buffer ({@link
 * Splice} says why). This reader's turn is held all the time, or another thread could take bytes
 * between a {@code tee} and its {@code splice}.
 */
final class Tee {
  private static final int CHUNK = 64 * 1024;

  private final PipeReader from;
  private final List<PipeWriter> writers;

  /** All that this needs, whomever it waits for; one that was left out may be closed. */
  private final List<ReadinessWait> needed = new ArrayList<>();

  private final WaitOptions terms = WaitOptions.needing(needed);

  private final List<Pipe> copies = new ArrayList<>();
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private long moved;

  /** {@code writers} is this object's from now on; one at least. */
  Tee(PipeReader from, List<PipeWriter> writers) {
    this.from = from;
    this.writers = writers;
    needed.add(from.end.watch);
    writers.forEach(to -> needed.add(to.end.watch));
  }

  /** How many bytes went to everybody who was still there. */
  long run() throws IOException {
    from.end.ensureOpen();
    from.end.enter(terms, "read from");
    try {
      if (writers.stream().allMatch(to -> Splice.isPossible(from, to))) {
        runBetweenPipes();
      } else {
        while (copyRound()) {}
      }
      return moved;
    } finally {
      copies.forEach(Pipe::close);
      from.end.leave();
    }
  }

  private void runBetweenPipes() throws IOException {
    for (int i = 0; i < writers.size() - 1; i++) {
      copies.add(Pipe.open(from.end.posix));
    }
    for (int there; (there = from.awaitBytes(terms)) > 0; ) {
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
    for (Pipe copy : copies) {
      fewest = Math.min(fewest, tee(copy.writer().end, fewest));
    }
    return fewest;
  }

  private int tee(End copy, int most) throws IOException {
    int n =
        from.end.uninterrupted(
            in -> copy.call(out -> from.end.posix.tee(in, out, most, SPLICE_F_NONBLOCK)));
    if (n < 0 && n != -Errno.EAGAIN) {
      throw from.end.failed("read from", -n);
    }
    return Math.max(n, 0);
  }

  private void deliverCopy(int i, int bytes) throws IOException {
    Pipe copy = copies.get(i);
    var splice = new Splice(copy.reader(), writers.get(i), terms);
    splice.move(bytes);
    while (copy.reader().readNow(chunk.clear()) > 0) {}
    if (splice.isBroken()) {
      leaveOut(i);
    }
  }

  /** To the last one, which needs no copy; where it has had enough another takes its place. */
  private void deliverRest(int bytes) throws IOException {
    int last = writers.size() - 1;
    var splice = new Splice(from, writers.get(last), terms);
    int delivered = splice.move(bytes);
    if (splice.isBroken()) {
      leaveOut(last);
      discard(bytes - delivered);
    }
  }

  private void leaveOut(int i) throws IOException {
    PipeWriter gone = writers.remove(i);
    needed.remove(gone.end.watch);
    if (writers.isEmpty()) {
      throw new BrokenPipeException("write to " + gone.end.of, moved);
    }
    if (!copies.isEmpty()) {
      copies.remove(Math.min(i, copies.size() - 1)).close();
    }
  }

  private void discard(int bytes) throws IOException {
    int left = bytes;
    int n = 0;
    while (left > 0 && n >= 0) {
      n = from.read(chunk.clear().limit(Math.min(left, CHUNK)));
      left -= n;
    }
  }

  /** False at the end of the stream. */
  private boolean copyRound() throws IOException {
    if (from.read(chunk.clear(), terms) < 0) {
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
      writers.get(i).write(chunk.duplicate(), terms);
    } catch (BrokenPipeException e) {
      leaveOut(i);
    }
  }
}
