package io.standpipe.cli.doctor.report;

import io.standpipe.doctor.Channel;

/** How full a channel is, as people see it. */
final class FillLevel {
  private static final int BAR = 8;

  private FillLevel() {}

  /**
   * From 0 to 1. A pipe may be full with few bytes in it, where its slots are; then it counts as
   * full.
   */
  static double share(Channel channel) {
    if (channel.full()) {
      return 1;
    }
    int capacity = channel.capacity().orElse(0);
    return capacity == 0 ? 0 : Math.min(1, (double) channel.queued().orElse(0) / capacity);
  }

  /** {@code ███░░░░░}: what is not empty has a block at least, what is not full a gap. */
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

  /** Whether a bar says something: its capacity is known. */
  static boolean isMeasured(Channel channel) {
    return channel.capacity().isPresent() && channel.queued().isPresent();
  }
}
