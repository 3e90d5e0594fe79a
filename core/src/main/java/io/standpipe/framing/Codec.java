package io.standpipe.framing;

/**
 * One kind of framing: how its messages look in a stream. It makes the two halves, each for a limit
 * on the length of a message in bytes. Immutable; {@code toString} names the messages.
 */
interface Codec {
  /** Finds the messages of one stream. */
  Decoder decoder(int limit, DecodeErrors errors);

  /** Frames messages for any number of streams. */
  Encoder encoder(int limit, EncodeErrors errors);
}
