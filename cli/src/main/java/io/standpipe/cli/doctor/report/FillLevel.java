package io.standpipe.cli.doctor.report;

import io.standpipe.doctor.Channel;

/** How full a channel is, as a share, as a bar, and in words. */
final class FillLevel {
  private static final int BAR = 8;

  private FillLevel() {}

  /**
   * How full the channel is, from 0 to 1. A pipe whose slots are all in use is full even if it
   * holds few bytes.
   */
  static double share(Channel channel) {
    if (channel.full()) {
      return 1;
    }
    int capacity = channel.capacity().orElse(0);
    return capacity == 0 ? 0 : Math.min(1, (double) channel.queued().orElse(0) / capacity);
  }

  /** {@code ███░░░░░}, with at least one block unless empty, and at least one gap unless full. */
  static String bar(Channel channel) {
    double share = share(channel);
    int blocks = (int) Math.round(share * BAR);
    if (share > 0 && share < 1) {
      blocks = Math.clamp(blocks, 1, BAR - 1);
    }
    return "█".repeat(blocks) + "░".repeat(BAR - blocks);
  }

  /** {@code empty}, {@code 300 bytes}, {@code 300 of 65536 bytes}, {@code full: …}. */
  static String words(Channel channel) {
    if (channel.queued().isEmpty()) {
      return channel.full() ? "full" : "";
    }
    int queued = channel.queued().getAsInt();
    if (queued == 0 && !channel.full()) {
      return "empty";
    }
    String bytes =
        channel.capacity().isPresent()
            ? queued + " of " + channel.capacity().getAsInt() + " bytes"
            : Plural.of(queued, "byte", "bytes");
    return (channel.full() ? "full: " : "") + bytes;
  }

  /** Whether a bar makes sense, because the capacity and the content are known. */
  static boolean isMeasured(Channel channel) {
    return channel.capacity().isPresent() && channel.queued().isPresent();
  }
}
