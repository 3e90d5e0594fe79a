package io.standpipe.internal.proc;

import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Holder;
import io.standpipe.internal.text.Counts;
import io.standpipe.internal.text.Escaping;
import java.util.List;
import java.util.OptionalInt;

/** A channel, put together from the descriptors of its holders. */
public record SeenChannel(
    String id,
    ChannelType type,
    String name,
    OptionalInt capacity,
    OptionalInt queued,
    boolean full,
    List<Holder> holders)
    implements Channel {

  /** Copies the list. */
  public SeenChannel {
    holders = List.copyOf(holders);
  }

  @Override
  public String kind() {
    return type.words();
  }

  @Override
  public boolean hasName() {
    return type == ChannelType.TERMINAL
        || (type == ChannelType.FIFO && !name.endsWith(Descriptors.DELETED));
  }

  @Override
  public String state() {
    return this + fill() + (full ? ", full" : "");
  }

  private String fill() {
    if (queued.isEmpty()) {
      return "";
    }
    int bytes = queued.getAsInt();
    if (bytes == 0 && !full) {
      return ", empty";
    }
    return capacity.isPresent()
        ? ", " + bytes + " of " + capacity.getAsInt() + " bytes"
        : ", " + Counts.count(bytes, "byte", "bytes");
  }

  @Override
  public String toString() {
    return switch (type) {
      case PIPE, EVENT -> name;
      case FIFO -> kind() + " " + Escaping.escape(name);
      case SOCKETS, TERMINAL -> kind() + " " + name;
    };
  }
}
