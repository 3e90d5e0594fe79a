package io.standpipe.kafka;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.fifo.RequestFailedException;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.internal.request.RequestClient;
import java.io.IOException;
import java.time.Duration;

/**
 * Asks the servers of a topic: made by {@link RequestTopic#connect}.
 *
 * <p>A request is carried out at least once: if a server dies before it has answered, another one
 * answers. Unlike on a fifo there is no at most once: whether a server has begun is not known.
 *
 * <p><b>Threads.</b> Safe. Requests of several threads are on their way at the same time, and each
 * thread gets its own answer. {@link #close} ends them all.
 */
public final class TopicClient implements AutoCloseable {
  private final RequestClient client;

  TopicClient(RequestClient client) {
    this.client = client;
  }

  /**
   * Sends a request and returns the answer; blocks until it is there, for at most {@code limit}. An
   * interrupt ends the wait. The servers are told the limit: none begins the request when it is
   * over.
   *
   * @throws RequestFailedException if the server answered with an error
   * @throws DeadlineExceededException if there is no answer in time; the client stays usable
   * @throws KafkaTaskException if the brokers refuse the request, or no longer deliver replies
   * @throws java.nio.channels.AsynchronousCloseException if this client is closed meanwhile
   */
  public String ask(String request, Duration limit) throws IOException, InterruptedException {
    return client.ask(request, limit);
  }

  /** Ends requests in flight with an {@code AsynchronousCloseException}. Does not block. */
  @Override
  public void close() {
    client.close();
  }

  /** {@code client of topic requests}. */
  @Override
  public String toString() {
    return client.toString();
  }
}
