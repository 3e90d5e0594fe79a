package io.standpipe.internal.proc;

/** What a channel is. */
public enum ChannelType {
  /** A pipe without a name. */
  PIPE("pipe"),
  /** A pipe that any process may open by its path. */
  FIFO("fifo"),
  /** Two connected sockets of this machine, as socketpair(2) makes them. */
  SOCKETS("socket pair"),
  /** A pseudo-terminal: what is written to its master is read from {@code /dev/pts/N}. */
  TERMINAL("terminal"),
  /** A counter to wake other threads with; eventfd(2). */
  EVENT("event counter");

  private final String words;

  ChannelType(String words) {
    this.words = words;
  }

  /** {@code socket pair}. */
  public String words() {
    return words;
  }

  /** Whether bytes go one way only, so that it matters which end a process holds. */
  public boolean isOneWay() {
    return this == PIPE || this == FIFO;
  }
}
