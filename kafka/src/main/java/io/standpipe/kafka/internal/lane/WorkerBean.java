package io.standpipe.kafka.internal.lane;

import io.standpipe.kafka.worker.WorkerMXBean;
import io.standpipe.kafka.worker.WorkerStatus;
import io.standpipe.kafka.worker.WorkerStatus.Waiting;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Shows a worker's status over JMX. That it cannot be shown, because a manager of the application
 * forbids it or the name is taken, does not keep the worker from its work.
 */
final class WorkerBean implements WorkerMXBean, AutoCloseable {
  private static final String DOMAIN = "io.standpipe.kafka";

  private final Supplier<WorkerStatus> status;
  private @Nullable ObjectName name;

  private WorkerBean(Supplier<WorkerStatus> status) {
    this.status = status;
  }

  /**
   * Shows it until {@link #close}.
   *
   * @param id the group and the instance
   */
  static WorkerBean show(String id, Supplier<WorkerStatus> status) {
    var bean = new WorkerBean(status);
    try {
      var name = new ObjectName(DOMAIN + ":type=worker,id=" + ObjectName.quote(id));
      server().registerMBean(bean, name);
      bean.name = name;
    } catch (JMException e) {
      // Another worker of this process has the name.
    }
    return bean;
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  @Override
  public long getRecords() {
    return status.get().records();
  }

  @Override
  public long getAnswers() {
    return status.get().answers();
  }

  @Override
  public long getDeadLetters() {
    return status.get().deadLetters();
  }

  @Override
  public long getRestarts() {
    return status.get().restarts();
  }

  @Override
  public long getTransactions() {
    return status.get().transactions();
  }

  @Override
  public long getAborts() {
    return status.get().aborts();
  }

  @Override
  public long getInFlight() {
    return status.get().inFlight();
  }

  @Override
  public long getInFlightBytes() {
    return status.get().inFlightBytes();
  }

  @Override
  public long getLag() {
    return status.get().lag();
  }

  @Override
  public int getWaitingForProgram() {
    return Collections.frequency(status.get().lanes(), Waiting.PROGRAM);
  }

  @Override
  public int getWaitingForBroker() {
    return Collections.frequency(status.get().lanes(), Waiting.BROKER);
  }

  @Override
  public void close() {
    if (name != null) {
      try {
        server().unregisterMBean(name);
      } catch (JMException e) {
        // Other code has removed it.
      }
    }
  }
}
