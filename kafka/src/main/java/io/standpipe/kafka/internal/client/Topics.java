package io.standpipe.kafka.internal.client;

import static java.util.Objects.requireNonNull;

import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.Durations;
import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Asks the cluster about topics before work starts, so that a broker that is not there, a user who
 * is refused and a topic that is missing are errors at once: a consumer would poll for ever.
 */
public final class Topics {
  /** A topic that was just created is not known to every broker yet; no event tells of it. */
  private static final Duration SPREADING = Duration.ofSeconds(1);

  private static final long PAUSE_MILLIS = 100;

  /** The client itself ends a call at its limit; this is for one that does not. */
  private static final int MARGIN_MILLIS = 1000;

  private Topics() {}

  /**
   * The number of partitions of each topic. Blocks until the broker has answered, for at most
   * {@code limit}; an interrupt ends the wait.
   *
   * @throws KafkaTaskException {@code UNREACHABLE}, {@code REFUSED}, {@code NO_TOPIC}
   */
  public static Map<String, Integer> partitions(
      ClientSettings settings, Collection<String> names, Duration limit)
      throws KafkaTaskException, InterruptedException {
    Deadline deadline = Deadline.after(limit);
    Admin admin = settings.admin();
    try {
      var partitions = new TreeMap<String, Integer>();
      Deadline spread = Deadline.after(SPREADING).earlier(deadline);
      for (String name : names) {
        if (!partitions.containsKey(name)) {
          partitions.put(name, describe(admin, settings, name, deadline, spread));
        }
      }
      return partitions;
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  /**
   * As {@link #partitions}, for a topic whose records must all be kept: a compacted topic keeps
   * only the last one of each key. A user who may not see the topic's settings is trusted.
   *
   * @throws KafkaTaskException also {@code MISCONFIGURED}, if the topic is compacted
   */
  public static void requireAllRecordsKept(ClientSettings settings, String name, Duration limit)
      throws KafkaTaskException, InterruptedException {
    Deadline deadline = Deadline.after(limit);
    Admin admin = settings.admin();
    try {
      describe(admin, settings, name, deadline, Deadline.after(SPREADING).earlier(deadline));
      if (isCompacted(admin, settings, name, deadline)) {
        throw ClientSettings.misconfigured(
            "use topic "
                + name
                + ": it is compacted (cleanup.policy), so it keeps only one record of each session;"
                + " use a topic with cleanup.policy=delete",
            null);
      }
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private static boolean isCompacted(
      Admin admin, ClientSettings settings, String name, Deadline deadline)
      throws KafkaTaskException, InterruptedException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    int millis = millisLeft(deadline);
    var options = new DescribeConfigsOptions().timeoutMs(millis);
    try {
      Config config =
          requireNonNull(admin.describeConfigs(List.of(resource), options).values().get(resource))
              .get((long) millis + MARGIN_MILLIS, TimeUnit.MILLISECONDS);
      ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
      return policy != null && policy.value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    } catch (ExecutionException | TimeoutException e) {
      KafkaFailure failure = KafkaFailure.of(e);
      if (failure.reason() == Reason.REFUSED) {
        return false;
      }
      throw failure.during("ask " + settings.servers() + " for the settings of topic " + name);
    }
  }

  private static int millisLeft(Deadline deadline) {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft());
    return Math.clamp(left, 1, Integer.MAX_VALUE - MARGIN_MILLIS);
  }

  private static int describe(
      Admin admin, ClientSettings settings, String name, Deadline deadline, Deadline spread)
      throws KafkaTaskException, InterruptedException {
    while (true) {
      KafkaTaskException failed;
      try {
        return describe(admin, name, deadline).partitions().size();
      } catch (ExecutionException | TimeoutException e) {
        String within = " within " + Durations.text(deadline.limit());
        failed =
            KafkaFailure.of(e)
                .during("ask the broker at " + settings.servers() + " for topic " + name + within);
      }
      if (failed.reason() != Reason.NO_TOPIC || spread.hasPassed()) {
        throw failed;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static TopicDescription describe(Admin admin, String name, Deadline deadline)
      throws ExecutionException, InterruptedException, TimeoutException {
    int millis = millisLeft(deadline);
    var options = new DescribeTopicsOptions().timeoutMs(millis);
    KafkaFuture<TopicDescription> description =
        admin.describeTopics(List.of(name), options).topicNameValues().get(name);
    return requireNonNull(description).get((long) millis + MARGIN_MILLIS, TimeUnit.MILLISECONDS);
  }
}
