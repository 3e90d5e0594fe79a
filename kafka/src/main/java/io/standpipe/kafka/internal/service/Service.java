package io.standpipe.kafka.internal.service;

/** Work on threads of its own, until it fails or is closed. */
public interface Service extends AutoCloseable {
  /** Starts the threads; called once. */
  void start();

  /** When and why it has ended. */
  Completion completion();

  /** Ends it in order, within its time of grace; returns when it has ended. From any thread. */
  @Override
  void close();
}
