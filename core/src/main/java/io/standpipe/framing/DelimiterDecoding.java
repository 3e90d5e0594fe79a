package io.standpipe.framing;

import java.util.Arrays;

/**
 * Messages that end with certain bytes.
 *
 * <p>The scan looks at 64 bytes and keeps a bit for each that is the delimiter's last. A message
 * costs a bit taken from that mask, so lines of a few bytes share the cost of the scan. (To put the
 * places of a whole buffer into an {@code int[]} first was measured too: no faster, and the array
 * is one more thing that thousands of readers need.)
 */
final class DelimiterDecoding extends Decoding {
  private final byte[] delimiter;
  private final long pattern;
  private final boolean withReturn;
  private final boolean keeps;
  private final int limit;

  /** One byte, and nothing to be done about it. */
  private final boolean plain;

  /** A bit for each place from {@code base} on that was found and not yet used. */
  private long mask;

  private int base;

  /** How far the scan has come. */
  private int scanned;

  /** The message that is under way was reported as too long; it is dropped up to its end. */
  private boolean skipping;

  DelimiterDecoding(Framing framing, Delimiter delimiter, Window in) {
    super(framing);
    this.delimiter = delimiter.bytes;
    this.pattern = Swar.pattern(this.delimiter[this.delimiter.length - 1]);
    this.withReturn = delimiter.withReturn;
    this.keeps = delimiter.keeps;
    this.limit = framing.limit();
    this.plain = this.delimiter.length == 1 && !withReturn && !keeps;
    in.asciiFrom = 0;
  }

  @Override
  boolean next(Window in, Frame out) throws FrameException {
    long found = mask;
    if (found == 0 || !plain) {
      return search(in, out);
    }
    // Lines of a few bytes stand or fall by these; what search does for each costs as much again.
    mask = found & (found - 1);
    int end = base + Long.numberOfTrailingZeros(found);
    int start = in.start;
    in.start = end + 1;
    if (end - start > limit) {
      throw tooLong(in, start, end - start + " bytes");
    }
    out.set(start, end - start, true);
    return true;
  }

  private boolean search(Window in, Frame out) throws FrameException {
    while (true) {
      if (mask == 0 && !scan(in)) {
        checkPending(in);
        return false;
      }
      int last = base + Long.numberOfTrailingZeros(mask);
      mask &= mask - 1;
      if (delimiter.length > 1 && !endsAt(in, last)) {
        continue;
      }
      int start = in.start;
      in.start = last + 1;
      if (skipping) {
        skipping = false;
        continue;
      }
      int length = last + 1 - delimiter.length - start;
      if (withReturn && length > 0 && in.array[start + length - 1] == '\r') {
        length--;
      }
      if (length > limit) {
        throw tooLong(in, start, length + " bytes");
      }
      out.set(start, keeps ? last + 1 - start : length, true);
      return true;
    }
  }

  private boolean scan(Window in) {
    byte[] array = in.array;
    int end = in.end;
    int at = scanned;
    long found = 0;
    while (at < end && found == 0) {
      if (Swar.anyHigh(array, at)) {
        in.asciiFrom = at + Swar.BLOCK;
      }
      found = Swar.equal(array, at, pattern);
      base = at;
      at += Swar.BLOCK;
    }
    if (at > end) {
      found &= -1L >>> (at - end); // what lies after the end is noise
      at = end;
    }
    scanned = at;
    mask = found;
    return found != 0;
  }

  /** Whether the delimiter ends here, and began in this message. */
  private boolean endsAt(Window in, int last) {
    int first = last + 1 - delimiter.length;
    return first >= in.start
        && Arrays.equals(in.array, first, last + 1, delimiter, 0, delimiter.length);
  }

  /** No end in sight: is what there is too much already? */
  private void checkPending(Window in) throws FrameException {
    int perhapsDelimiter = delimiter.length - 1 + (withReturn ? 1 : 0);
    int pending = in.length() - perhapsDelimiter;
    if (pending > limit && !skipping) {
      FrameException e = tooLong(in, in.start, "more than " + limit + " bytes");
      skipping = true;
      drop(in, pending);
      throw e;
    }
    if (skipping && pending > 0) {
      drop(in, pending);
    }
  }

  private static void drop(Window in, int bytes) {
    in.start += bytes;
  }

  @Override
  boolean last(Window in, Frame out) throws FrameException {
    int start = in.start;
    int length = in.length();
    in.start = in.end;
    if (length == 0 || skipping) {
      return false;
    }
    if (length > limit) {
      throw tooLong(in, start, length + " bytes");
    }
    out.set(start, length, false);
    return true;
  }

  @Override
  void moved(int by) {
    scanned -= by;
    base -= by;
  }
}
