package io.standpipe.cli.link;

import java.io.Closeable;
import java.io.IOException;

/** Writes down what the two programs of a link say. Called on two threads, one for each program. */
interface LinkListener extends Closeable {
  /** {@code speaker} wrote {@code bytes}, cut anywhere. The listener may keep the array. */
  void said(LinkedProgram speaker, byte[] bytes) throws IOException;

  /** {@code speaker} will write no more. */
  void fellSilent(LinkedProgram speaker) throws IOException;
}
