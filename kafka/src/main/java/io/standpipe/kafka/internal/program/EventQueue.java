package io.standpipe.kafka.internal.program;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hands events from the threads of a program to the thread of its lane. Holds a bounded number of
 * bytes: beyond it the program's thread waits, so its pipe fills, and the program waits too.
 *
 * <p>Who wakes whom: {@link #put} wakes the lane, {@link #drain} and {@link #close} wake the
 * program's thread. All state changes under the monitor in which the waits look, so no wake is
 * lost.
 */
final class EventQueue<Q> {
  /** What an event costs beside its bytes. */
  private static final long OVERHEAD = 64;

  private record Entry<Q>(ProgramEvent<Q> event, long bytes) {}

  private final long maxBytes;
  private final ArrayDeque<Entry<Q>> entries = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  EventQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Blocks while the queue is full, unless it is empty or closed; then the event is dropped. */
  synchronized void put(ProgramEvent<Q> event, long size) throws InterruptedException {
    long cost = size + OVERHEAD;
    while (!closed && bytes > 0 && bytes + cost > maxBytes) {
      wait();
    }
    if (!closed) {
      add(new Entry<>(event, cost));
    }
  }

  /** Adds the last event. Does not block. */
  synchronized void end(ProgramEvent<Q> event) {
    if (!closed) {
      add(new Entry<>(event, OVERHEAD));
    }
  }

  private void add(Entry<Q> entry) {
    if (entries.isEmpty()) {
      notifyAll();
    }
    entries.add(entry);
    bytes += entry.bytes;
  }

  /** Moves all events into {@code to}; blocks for the first one, for at most {@code nanos}. */
  synchronized void drain(List<ProgramEvent<Q>> to, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (entries.isEmpty() && !closed && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    for (Entry<Q> entry : entries) {
      to.add(entry.event);
    }
    entries.clear();
    bytes = 0;
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    entries.clear();
    bytes = 0;
    notifyAll();
  }
}
