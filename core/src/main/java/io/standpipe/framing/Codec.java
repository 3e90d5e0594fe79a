package io.standpipe.framing;

/** One kind of framing: how its messages look on the wire. Immutable; {@code toString} names it. */
interface Codec {
  /** A decoding for one stream, whose bytes will be in {@code in}. */
  Decoding decoding(Framing framing, Window in);
}
