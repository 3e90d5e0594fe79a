package io.standpipe.kafka;

import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.request.RequestServer;
import java.io.IOException;
import java.time.Duration;

/**
 * Answers requests from a topic: made by {@link RequestTopic#serve}. {@code
 * io.standpipe.fifo.FifoServer} does the same on one machine, with the same handler.
 *
 * <p><b>At least once.</b> A request counts as answered when the brokers have its reply; if the
 * server dies before that, or soon after, another member of the group answers it, perhaps for the
 * second time. The client gets the first reply and ignores others.
 *
 * <p><b>Time.</b> A request tells how long its client waits, and how long it has been on its way is
 * known from when the server last saw the end of the partition, and from the record's timestamp;
 * the smaller counts. So clocks matter only for requests that were there before the server. A
 * request whose time is up is not begun.
 *
 * <p><b>Concurrency.</b> The handler is called on a virtual thread for each request, for up to
 * {@link TopicServerOptions#maxInFlight} requests at a time; some more wait for that, and then the
 * server reads no more. Requests of one client may be answered in any order.
 *
 * <p><b>Failures.</b> A request fails alone: whatever its handler throws, its client gets as an
 * error. If the server itself can go on no longer, because it may not read or write, it ends, and
 * {@link #await()} throws the reason. Safe from any thread.
 */
public final class TopicServer implements AutoCloseable {
  private final RequestServer server;

  TopicServer(RequestServer server) {
    this.server = server;
  }

  /** How many replies the brokers have. */
  public long answered() {
    return server.answered();
  }

  /** How many requests had a client that gave up, or a reply that could not be written. */
  public long unanswered() {
    return server.unanswered();
  }

  /** How many records were not requests, or wanted their reply in another topic. */
  public long malformed() {
    return server.malformed();
  }

  /**
   * Blocks until another thread closes this server, or it fails. An interrupt ends the wait.
   *
   * @throws KafkaTaskException if it has ended because of the brokers
   * @throws IOException if it has ended by itself for another reason
   */
  public void await() throws IOException, InterruptedException {
    server.completion().await();
  }

  /**
   * Blocks like {@link #await()}, for at most {@code limit}; returns whether the server has ended.
   *
   * @throws IOException if it has ended by itself
   */
  public boolean await(Duration limit) throws IOException, InterruptedException {
    return server.completion().await(limit);
  }

  /**
   * Takes no more requests, answers those at the handler within the time of grace, commits, leaves
   * the group, and returns. Requests that are still at the handler then are interrupted; another
   * server answers them. Closing again does nothing. The handler must not call this: it would wait
   * for itself.
   */
  @Override
  public void close() {
    server.close();
  }

  /** {@code server of topic requests}. */
  @Override
  public String toString() {
    return server.toString();
  }
}
