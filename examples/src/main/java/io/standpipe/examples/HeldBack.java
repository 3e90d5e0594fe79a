package io.standpipe.examples;

import java.io.BufferedOutputStream;
import java.io.OutputStream;

/** A buffer as any program may have one before its output, which tells how much lies in it. */
final class HeldBack extends BufferedOutputStream {
  HeldBack(OutputStream out) {
    super(out);
  }

  /** Bytes that were written here and not flushed. */
  synchronized int bytes() {
    return count;
  }
}
