package io.standpipe.fifo;

/** What to do with a request whose server ended before it answered. */
enum Delivery {
  /** Send it to the next server. */
  AT_LEAST_ONCE,
  /** Report that it may have been carried out. */
  AT_MOST_ONCE
}
