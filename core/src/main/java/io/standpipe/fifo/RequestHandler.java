package io.standpipe.fifo;

/** Answers the requests of a {@link FifoServer}. */
@FunctionalInterface
public interface RequestHandler {
  /**
   * Returns the answer, never null. An exception's message goes to the client as an error. May
   * block; an interrupt means that the server is being closed. Called on a virtual thread for each
   * request, so by several threads at the same time.
   */
  String answer(String request) throws Exception;
}
