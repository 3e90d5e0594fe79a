package io.standpipe.kafka;

import io.standpipe.broker.Brokers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/**
 * Kills workers and their programs in the middle of transactions: the worker is suspended, the
 * brokers say that a transaction of it is open, and only then something is killed. Stops leaders
 * now and then.
 */
final class Kills {
  private static final int LEADER_EVERY = 10;

  private final Brokers brokers;
  private final WorkerProcesses workers;
  private final Topic in;
  private int programs;
  private int processes;
  private int leaders;
  private int stopped;

  Kills(Brokers brokers, WorkerProcesses workers, Topic in) {
    this.brokers = brokers;
    this.workers = workers;
    this.in = in;
  }

  int inTransactions() {
    return programs + processes;
  }

  int ofLeaders() {
    return leaders;
  }

  /** Kills one, if a worker that is chosen at random is in the middle of a transaction. */
  void one() throws Exception {
    int worker = ThreadLocalRandom.current().nextInt(workers.count());
    workers.suspend(worker);
    boolean open = isOpen(workers.prefix(worker));
    boolean kills = false;
    if (open) {
      kills = kill(worker);
    }
    workers.resume(worker);
    if (kills && inTransactions() % LEADER_EVERY == 0) {
      leader();
    }
  }

  /** Suspends a worker that is in the middle of a transaction; false if it was not. */
  boolean suspendInTransaction(int worker) throws Exception {
    workers.suspend(worker);
    boolean open = isOpen(workers.prefix(worker));
    if (!open) {
      workers.resume(worker);
    }
    return open;
  }

  private boolean kill(int worker) throws Exception {
    List<ProcessHandle> running = workers.programs(worker);
    if (ThreadLocalRandom.current().nextInt(3) == 0) {
      workers.replace(worker);
      processes++;
      return true;
    } else if (!running.isEmpty()) {
      running.get(ThreadLocalRandom.current().nextInt(running.size())).destroyForcibly();
      programs++;
      return true;
    }
    return false;
  }

  private boolean isOpen(String prefix) throws Exception {
    ListTransactionsOptions open =
        new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    try {
      for (TransactionListing each : brokers.admin().listTransactions(open).all().get()) {
        if (each.transactionalId().startsWith(prefix)) {
          return true;
        }
      }
    } catch (java.util.concurrent.ExecutionException e) {
      return false; // a coordinator is moving
    }
    return false;
  }

  /** Brings back the one that was stopped before, and stops the leader of a partition. */
  private void leader() throws Exception {
    if (stopped != 0) {
      brokers.restartNode(stopped);
      brokers.awaitInSync();
    }
    stopped = brokers.leader(in.name, 0);
    brokers.stopNode(stopped);
    leaders++;
  }

  @Override
  public String toString() {
    return programs + " programs, " + processes + " workers, " + leaders + " leaders";
  }
}
