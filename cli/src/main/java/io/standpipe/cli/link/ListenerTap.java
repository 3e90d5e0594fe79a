package io.standpipe.cli.link;

import io.standpipe.Job;
import io.standpipe.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what is said in a link. When one of them fails, the programs are stopped: who
 * asked for a log wants all of it or an error.
 */
final class ListenerTap implements Link.Tap, AutoCloseable {
  private final List<LinkListener> listeners;
  private final CompletableFuture<Job> started = new CompletableFuture<>();
  private final CompletableFuture<Map<Link.Side, LinkedProgram>> speakers =
      started.thenApply(LinkedProgram::of);
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  private interface Telling {
    void tell(LinkListener listener, LinkedProgram speaker) throws IOException;
  }

  ListenerTap(List<LinkListener> listeners) {
    this.listeners = listeners;
  }

  /** To be called at once after the start: the programs' first words wait for it. */
  Job started(Job job) {
    started.complete(job);
    return job;
  }

  @Override
  public void said(Link.Side side, ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    tell(side, (listener, speaker) -> listener.said(speaker, copy));
  }

  @Override
  public void fellSilent(Link.Side side) {
    tell(side, LinkListener::fellSilent);
  }

  private void tell(Link.Side side, Telling telling) {
    LinkedProgram speaker = Objects.requireNonNull(speakers.join().get(side));
    try {
      for (LinkListener listener : listeners) {
        if (failure.get() == null) {
          telling.tell(listener, speaker);
        }
      }
    } catch (IOException e) {
      if (failure.compareAndSet(null, e)) {
        // On another thread: stopping waits for the programs, which may wait for this one.
        Thread.startVirtualThread(() -> started.join().stop());
      }
      throw new UncheckedIOException(e);
    }
  }

  /** What a listener threw. */
  void throwIfFailed() throws IOException {
    IOException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  @Override
  public void close() throws IOException {
    for (LinkListener listener : listeners) {
      listener.close();
    }
  }
}
