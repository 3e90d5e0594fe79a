package io.standpipe.examples.kafka.recipes;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.conversation.Conversation;
import io.standpipe.kafka.RequestTopic;
import io.standpipe.kafka.TopicClient;
import io.standpipe.kafka.TopicServer;
import io.standpipe.kafka.TopicServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** A program that answers by the line, asked from other machines. */
public final class LineService {
  private LineService() {}

  /** Answers requests with bc. An interrupt ends it. */
  // @start region="serve"
  public static void serve(Map<String, String> client) throws IOException, InterruptedException {
    RequestTopic sums = RequestTopic.of("sums").client(client);
    Command bc = Command.of("bc", "-lq").stderr(Redirect.sameAs(1));
    try (Child child = bc.piped().start();
        Conversation talk = Conversation.with(child);
        TopicServer server = sums.serve(TopicServerOptions.standard().maxInFlight(1), talk::ask)) {
      server.await();
    }
  }

  // @end

  /** Asks from anywhere. */
  // @start region="ask"
  public static String ask(Map<String, String> client, String term)
      throws IOException, InterruptedException {
    try (TopicClient sums = RequestTopic.of("sums").client(client).connect()) {
      return sums.ask(term, Duration.ofSeconds(20));
    }
  }
  // @end
}
