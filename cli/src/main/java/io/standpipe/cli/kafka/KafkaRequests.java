package io.standpipe.cli.kafka;

import io.standpipe.cli.job.RunningService;
import io.standpipe.fifo.RequestHandler;
import io.standpipe.kafka.RequestTopic;
import io.standpipe.kafka.TopicClient;
import io.standpipe.kafka.TopicServer;
import io.standpipe.kafka.TopicServerOptions;
import io.standpipe.kafka.error.KafkaTaskException;
import java.io.IOException;
import java.time.Duration;

/** Request and reply through topics. */
public final class KafkaRequests {
  private KafkaRequests() {}

  /**
   * Starts to answer requests. Blocks until the brokers have answered; an interrupt ends that.
   *
   * @param oneAtATime whether the handler takes the next request only after its answer
   * @param grace how long a close waits for requests at the handler
   */
  public static RunningService serve(
      RequestPlan plan, RequestHandler handler, boolean oneAtATime, Duration grace)
      throws IOException, InterruptedException {
    TopicServerOptions standard = TopicServerOptions.standard().grace(grace);
    try {
      return new Server(
          topic(plan).serve(oneAtATime ? standard.maxInFlight(1) : standard, handler));
    } catch (KafkaTaskException e) {
      throw KafkaFailures.of(e);
    }
  }

  /**
   * Asks the servers of the topic, and blocks until one has answered, at most for {@code limit}; an
   * interrupt ends that.
   *
   * @throws io.standpipe.fifo.RequestFailedException if the server answered with an error
   * @throws io.standpipe.error.DeadlineExceededException if there is no answer in time
   */
  public static String ask(RequestPlan plan, String request, Duration limit)
      throws IOException, InterruptedException {
    try (TopicClient client = topic(plan).connect()) {
      return client.ask(request, limit);
    } catch (KafkaTaskException e) {
      throw KafkaFailures.of(e);
    }
  }

  private static RequestTopic topic(RequestPlan plan) {
    return RequestTopic.of(plan.topic().name())
        .client(plan.client())
        .connectLimit(plan.connectLimit());
  }

  private record Server(TopicServer server) implements RunningService {
    @Override
    public boolean await(Duration limit) throws IOException, InterruptedException {
      try {
        return server.await(limit);
      } catch (KafkaTaskException e) {
        throw KafkaFailures.of(e);
      }
    }

    @Override
    public void close() {
      server.close();
    }

    @Override
    public String toString() {
      return server.toString();
    }
  }
}
