package io.standpipe.cli;

import java.io.Closeable;
import java.io.IOException;

/** Writes down what the two sides of a link say. Called on two threads, one for each side. */
interface Listener extends Closeable {
  /** A piece of what {@code speaker} wrote, cut anywhere. The array may be kept. */
  void said(Speaker speaker, byte[] bytes) throws IOException;

  /** {@code speaker} will say no more. */
  void fellSilent(Speaker speaker) throws IOException;
}
