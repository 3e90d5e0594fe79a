package io.standpipe.broker;

import io.standpipe.internal.text.Durations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Topics, by the brokers' own client. What a broker knows of the cluster comes to it in its own
 * time, and no request waits for that, so the waits here ask again until their deadline.
 */
final class Topics {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Admin admin;
  private final Duration limit;

  Topics(Admin admin, Duration limit) {
    this.admin = admin;
    this.limit = limit;
  }

  void create(String name, int partitions, Map<String, String> properties, int[] nodes)
      throws IOException {
    var topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
    get(admin.createTopics(List.of(topic.configs(properties))).all());
    List<Integer> brokers = Arrays.stream(nodes).boxed().toList();
    long expected = (long) partitions * nodes.length;
    await("know topic " + name, () -> replicas(name, brokers) == expected);
  }

  /** How many replicas of the topic these nodes hold. They know a topic before they make one. */
  private long replicas(String topic, Collection<Integer> nodes) throws IOException {
    return get(admin.describeLogDirs(nodes).allDescriptions()).values().stream()
        .flatMap(folders -> folders.values().stream())
        .flatMap(folder -> folder.replicaInfos().keySet().stream())
        .map(TopicPartition::topic)
        .filter(topic::equals)
        .count();
  }

  int leader(String topic, int partition) throws IOException {
    TopicDescription description =
        get(admin.describeTopics(List.of(topic)).allTopicNames()).values().iterator().next();
    @Nullable Node leader = description.partitions().get(partition).leader();
    if (leader == null) {
      throw new IOException("partition " + partition + " of " + topic + " has no leader");
    }
    return leader.id();
  }

  void awaitInSync() throws IOException {
    await("have all replicas in sync", this::isInSync);
  }

  private boolean isInSync() throws IOException {
    var all = new ListTopicsOptions().listInternal(true);
    return get(admin.describeTopics(get(admin.listTopics(all).names())).allTopicNames())
        .values()
        .stream()
        .map(TopicDescription::partitions)
        .flatMap(Collection::stream)
        .allMatch(Topics::isInSync);
  }

  private static boolean isInSync(TopicPartitionInfo partition) {
    return partition.isr().size() == partition.replicas().size();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, Condition condition) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("the brokers do not " + what + " after " + Durations.text(limit));
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private <T> T get(Future<T> answer) throws IOException {
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the brokers did not answer within " + Durations.text(limit), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return (IOException) new InterruptedIOException("interrupted").initCause(cause);
  }
}
