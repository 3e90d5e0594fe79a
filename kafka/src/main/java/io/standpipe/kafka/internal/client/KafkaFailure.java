package io.standpipe.kafka.internal.client;

import io.standpipe.kafka.error.KafkaTaskException;
import io.standpipe.kafka.error.KafkaTaskException.Reason;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.BootstrapResolutionException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What an exception of Kafka's clients means to us.
 *
 * @param reason for programs
 * @param cause the exception that tells most, without the wrappers of futures and constructors
 */
public record KafkaFailure(Reason reason, Throwable cause) {
  /** Looks through the wrappers: {@code ExecutionException}, {@code Failed to construct …}. */
  public static KafkaFailure of(Throwable thrown) {
    Throwable last = thrown;
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      Reason reason = reasonOf(t);
      if (reason != Reason.FAILED) {
        return new KafkaFailure(reason, t);
      }
      last = isWrapper(last) ? t : last;
    }
    return new KafkaFailure(Reason.FAILED, last);
  }

  private static boolean isWrapper(Throwable t) {
    return t instanceof ExecutionException
        || t instanceof CompletionException
        || t.getClass() == KafkaException.class;
  }

  private static Reason reasonOf(Throwable t) {
    return switch (t) {
      case AuthenticationException _, AuthorizationException _ -> Reason.REFUSED;
      case UnknownTopicOrPartitionException _, UnknownTopicIdException _, InvalidTopicException _ ->
          Reason.NO_TOPIC;
      case ProducerFencedException _,
          InvalidProducerEpochException _,
          FencedInstanceIdException _,
          UnreleasedInstanceIdException _ ->
          Reason.FENCED;
      case BootstrapResolutionException _,
          TimeoutException _,
          DisconnectException _,
          java.util.concurrent.TimeoutException _ ->
          Reason.UNREACHABLE;
      case ConfigException e when isUnresolved(e) -> Reason.UNREACHABLE;
      case ConfigException _,
          InvalidTxnTimeoutException _,
          RecordTooLargeException _,
          UnsupportedVersionException _ ->
          Reason.MISCONFIGURED;
      default -> Reason.FAILED;
    };
  }

  /** The consumer's constructor reports a name that DNS does not know as a configuration error. */
  private static boolean isUnresolved(ConfigException e) {
    return String.valueOf(e.getMessage()).startsWith("No resolvable bootstrap");
  }

  /** Whether the same call may succeed later, because the cause lies in the cluster's state. */
  public boolean isTransient() {
    return cause instanceof RetriableException && reason != Reason.NO_TOPIC;
  }

  /**
   * Whether the group takes this consumer for another one, or for dead: it was stopped for longer
   * than its session, or the group was balanced anew. It may join again.
   */
  public boolean isMembershipLost() {
    return cause instanceof CommitFailedException
        || cause instanceof UnknownMemberIdException
        || cause instanceof FencedMemberEpochException
        || cause instanceof StaleMemberEpochException
        || cause instanceof RebalanceInProgressException;
  }

  /** What the client or the broker said. */
  public String said() {
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.strip();
  }

  /**
   * The exception for what was tried, with advice for the reason.
   *
   * @param tried such as {@code read topic in}
   */
  public KafkaTaskException during(String tried) {
    String said = said();
    String sentence = said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
    return new KafkaTaskException(reason, tried + ": " + sentence + advice(), cause);
  }

  private String advice() {
    return switch (reason) {
      case UNREACHABLE ->
          "; check bootstrap.servers and that the broker runs; if it expects TLS or SASL, check"
              + " security.protocol";
      case REFUSED ->
          "; check the credentials in the client properties and the user's ACLs on topics, group"
              + " and transactional id";
      case NO_TOPIC -> "; create the topic first: standpipe creates none";
      case FENCED ->
          "; another process uses the same transactional id or group instance: stop it, or give"
              + " this one another instance name";
      case MISCONFIGURED ->
          cause instanceof UnsupportedVersionException
              ? "; the broker must have version 4.0 or newer"
              : "";
      case RESTARTS_USED_UP,
          NO_DEAD_LETTER_TOPIC,
          PROGRAM_NOT_FOUND,
          PROGRAM_NOT_EXECUTABLE,
          FAILED ->
          "";
    };
  }

  /** Kafka sets the thread's interrupt again when it throws; ours is in the exception alone. */
  public static InterruptedException interrupted(InterruptException e) {
    Thread.interrupted();
    return (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
  }
}
