package io.standpipe.cli.talk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives what an {@link OutputReader} reads, on the thread of that reader. */
interface OutputListener {
  /** Some bytes have come, cut anywhere. */
  void received(ByteBuffer bytes) throws IOException;

  /** No more bytes will come. */
  void ended() throws IOException;

  /** Whether it has kept bytes back because of what may come next. */
  default boolean isHolding() {
    return false;
  }

  /** Nothing has come for a moment while it kept bytes back: they must go. */
  default void silence() throws IOException {}
}
