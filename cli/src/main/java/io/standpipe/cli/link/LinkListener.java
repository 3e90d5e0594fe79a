package io.standpipe.cli.link;

import java.io.Closeable;
import java.io.IOException;

/** Writes down what the two sides of a link say. Called on two threads, one for each side. */
interface LinkListener extends Closeable {
  /** A piece of what {@code speaker} wrote, cut anywhere. The array may be kept. */
  void said(LinkedProgram speaker, byte[] bytes) throws IOException;

  /** {@code speaker} will say no more. */
  void fellSilent(LinkedProgram speaker) throws IOException;
}
