package io.standpipe.framing;

import java.util.Arrays;

/**
 * Finds messages that end with a delimiter.
 *
 * <p>The scan looks at 64 bytes and keeps a bit for each that is the last byte of the delimiter. A
 * message then only takes a bit from that mask, so lines of a few bytes share the cost of the scan.
 * (Collecting the places of a whole buffer in an {@code int[]} first was measured too: it was no
 * faster, and thousands of readers would each need such an array.)
 */
final class DelimiterDecoder implements Decoder {
  private final byte[] delimiter;
  private final long pattern;
  private final boolean optionalReturn;
  private final boolean kept;
  private final int limit;
  private final DecodeErrors errors;

  /** Whether the delimiter is one byte and is simply dropped. */
  private final boolean plain;

  /** A bit for each place from {@code base} on that was found and not yet used. */
  private long mask;

  private int base;

  /** The index up to which the bytes have been scanned. */
  private int scanned;

  /** Whether the current message was reported as too long; it is dropped up to its end. */
  private boolean skipping;

  DelimiterDecoder(Delimiter delimiter, int limit, DecodeErrors errors) {
    this.delimiter = delimiter.bytes;
    this.pattern = Swar.pattern(this.delimiter[this.delimiter.length - 1]);
    this.optionalReturn = delimiter.optionalReturn;
    this.kept = delimiter.kept;
    this.limit = limit;
    this.errors = errors;
    this.plain = this.delimiter.length == 1 && !optionalReturn && !kept;
  }

  @Override
  public boolean decode(ReceiveBuffer in, Frame out) throws FrameException {
    long found = mask;
    if (found == 0 || !plain) {
      return search(in, out);
    }
    // The fast path for lines of a few bytes: search would double the cost of each.
    mask = found & (found - 1);
    int end = base + Long.numberOfTrailingZeros(found);
    int start = in.start;
    in.start = end + 1;
    if (end - start > limit) {
      throw errors.tooLong(in, start, end - start + " bytes", limit);
    }
    out.set(start, end - start, true);
    return true;
  }

  private boolean search(ReceiveBuffer in, Frame out) throws FrameException {
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
      if (optionalReturn && length > 0 && in.array[start + length - 1] == '\r') {
        length--;
      }
      if (length > limit) {
        throw errors.tooLong(in, start, length + " bytes", limit);
      }
      out.set(start, kept ? last + 1 - start : length, true);
      return true;
    }
  }

  private boolean scan(ReceiveBuffer in) {
    byte[] array = in.array;
    int end = in.end;
    int at = scanned;
    long found = 0;
    in.noteScanFrom(at);
    while (at < end && found == 0) {
      if (Swar.anyHigh(array, at)) {
        in.asciiFrom = at + Swar.BLOCK;
      }
      found = Swar.equal(array, at, pattern);
      base = at;
      at += Swar.BLOCK;
    }
    if (at > end) {
      found &= -1L >>> (at - end); // the bytes after the end are noise
      at = end;
    }
    scanned = at;
    mask = found;
    return found != 0;
  }

  /** Whether a delimiter that began in this message ends at {@code last}. */
  private boolean endsAt(ReceiveBuffer in, int last) {
    int first = last + 1 - delimiter.length;
    return first >= in.start
        && Arrays.equals(in.array, first, last + 1, delimiter, 0, delimiter.length);
  }

  /** No end was found: reports a message that is already too long. */
  private void checkPending(ReceiveBuffer in) throws FrameException {
    int maybeDelimiter = delimiter.length - 1 + (optionalReturn ? 1 : 0);
    int pending = in.length() - maybeDelimiter;
    if (pending > limit && !skipping) {
      FrameException e = errors.tooLong(in, in.start, "more than " + limit + " bytes", limit);
      skipping = true;
      in.start += pending;
      throw e;
    }
    if (skipping && pending > 0) {
      in.start += pending;
    }
  }

  @Override
  public boolean decodeLast(ReceiveBuffer in, Frame out) throws FrameException {
    int start = in.start;
    int length = in.length();
    in.start = in.end;
    if (length == 0 || skipping) {
      return false;
    }
    if (length > limit) {
      throw errors.tooLong(in, start, length + " bytes", limit);
    }
    out.set(start, length, false);
    return true;
  }

  @Override
  public void moved(int by) {
    scanned -= by;
    base -= by;
  }
}
