package io.standpipe.cli.link;

import io.standpipe.Job;
import io.standpipe.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what the programs of a link say. If a listener fails, the programs are stopped,
 * because a user who asked for a log wants all of it or an error.
 */
final class ListenerTap implements AutoCloseable {
  private final List<LinkListener> listeners;
  private final CompletableFuture<Job> started = new CompletableFuture<>();
  private final CompletableFuture<List<LinkedProgram>> speakers =
      started.thenApply(LinkedProgram::of);
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

  private interface Event {
    void tell(LinkListener listener, LinkedProgram speaker) throws IOException;
  }

  ListenerTap(List<LinkListener> listeners) {
    this.listeners = listeners;
  }

  /** Must be called right after the start: what the programs say first waits for it. */
  Job started(Job job) {
    started.complete(job);
    return job;
  }

  /** Listens to one program: to the one given first, with index 0, or to the second, with 1. */
  private final class OneProgram implements Link.Tap {
    private final int index;

    OneProgram(int index) {
      this.index = index;
    }

    @Override
    public void said(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      tell(index, (listener, speaker) -> listener.said(speaker, copy));
    }

    @Override
    public void fellSilent() {
      tell(index, LinkListener::fellSilent);
    }
  }

  /** The link, with both programs listened to. */
  Link addTo(Link link) {
    return link.tap(new OneProgram(0), new OneProgram(1));
  }

  private void tell(int index, Event event) {
    LinkedProgram speaker = speakers.join().get(index);
    try {
      for (LinkListener listener : listeners) {
        if (failure.get() == null) {
          event.tell(listener, speaker);
        }
      }
    } catch (IOException e) {
      if (failure.compareAndSet(null, e)) {
        // On another thread, because stopping waits for the programs, which may wait for this one.
        Thread.startVirtualThread(() -> started.join().stop());
      }
      throw new UncheckedIOException(e);
    }
  }

  /** Throws what a listener has thrown, if one has. */
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
