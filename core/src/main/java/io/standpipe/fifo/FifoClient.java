package io.standpipe.fifo;

import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import io.standpipe.internal.text.StrictText;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks a {@link FifoServer}.
 *
 * {@snippet file="FifoServerSnippets.java" region="ask"}
 *
 * <p><b>Servers that restart.</b> The server need not be there yet, and may be replaced by another
 * one while a request is in flight. {@link #ask} then waits for the next server and sends the
 * request again, until its time is up: the request is carried out <b>at least once</b>, and twice
 * if the first server had carried it out and died before it could answer. {@link #askOnce} sends it
 * once: it is carried out <b>at most once</b>, and a {@link ServerGoneException} reports that it is
 * not known whether. Both send a request that could not be handed over because no server was there.
 *
 * <p><b>Time.</b> The limit covers everything: earlier requests of other threads, a server that is
 * not there yet, the write into a full fifo, the reply. The server is told the limit: it does not
 * begin a request whose time is up, and its handler may stop at one. A handler that goes on does so
 * unheard: its reply is discarded.
 *
 * <p><b>Threads.</b> Safe; requests of several threads take turns, in the order in which they came.
 * To send several requests at once, use several clients. {@link #close} from another thread ends a
 * request in flight.
 */
public final class FifoClient implements AutoCloseable {
  private final FifoDirectory directory;
  private final ClientEnds ends;
  private final ReentrantLock turn = new ReentrantLock(true);

  private FifoClient(FifoDirectory directory) {
    this.directory = directory;
    this.ends = new ClientEnds(directory);
  }

  /**
   * Makes a client of the server at this fifo. The server need not be there yet: a request waits
   * until it has made the fifo and its folder. A client makes neither, so a mistyped path leaves
   * nothing behind. Does not block.
   *
   * @throws IOException if what is there does not belong to this user alone, or if the folder in
   *     which the fifo should lie does not exist
   */
  public static FifoClient to(Path fifo) throws IOException {
    FifoDirectory directory = FifoDirectory.at(fifo);
    if (!Files.isDirectory(directory.surroundings())) {
      throw new IOException(
          "use %s: there is no folder %s".formatted(directory, directory.surroundings()));
    }
    directory.requireOursIfThere();
    return new FifoClient(directory);
  }

  /**
   * Sends a request and returns the answer; if a server ends without an answer, sends the request
   * to the next one. Blocks until the answer is there. An interrupt ends the wait.
   *
   * @throws RequestFailedException if the server answered with an error
   * @throws DeadlineExceededException if there is no answer in time; the client stays usable
   */
  public String ask(String request, Duration limit) throws IOException, InterruptedException {
    return inTurn(request, Deadline.after(limit), Delivery.AT_LEAST_ONCE);
  }

  /**
   * Sends a request and returns the answer; does not send again a request that a server may have
   * carried out. Blocks until the answer is there. An interrupt ends the wait.
   *
   * @throws RequestFailedException if the server answered with an error
   * @throws ServerGoneException if the server ended without an answer
   * @throws DeadlineExceededException if there is no answer in time; the client stays usable
   */
  public String askOnce(String request, Duration limit) throws IOException, InterruptedException {
    return inTurn(request, Deadline.after(limit), Delivery.AT_MOST_ONCE);
  }

  private String inTurn(String request, Deadline until, Delivery delivery)
      throws IOException, InterruptedException {
    StrictText.check(request);
    var deadline = new RequestDeadline(directory, until);
    if (!turn.tryLock(until.nanosLeft(), TimeUnit.NANOSECONDS)) {
      throw deadline.exceeded("requests of other threads took all the time");
    }
    boolean answered = false;
    try {
      var call = new ClientRequest(directory, ends, request, deadline);
      String answer = LineProtocol.reply(request, call.exchange(delivery));
      answered = true;
      return answer;
    } catch (RequestFailedException e) {
      answered = true;
      throw e;
    } catch (ClosedByInterruptException e) {
      Thread.interrupted(); // the exception says it
      throw (InterruptedException) new InterruptedException(toString()).initCause(e);
    } finally {
      finish(answered);
    }
  }

  /** Without an answer the reply may still come: into a fifo that is not read any more. */
  private void finish(boolean answered) throws IOException {
    try {
      if (!answered) {
        ends.dropReplies();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Ends a request in flight with an {@code AsynchronousCloseException}. Does not block. */
  @Override
  public void close() throws IOException {
    ends.close();
  }

  /** {@code client of fifo /tmp/q}. */
  @Override
  public String toString() {
    return "client of " + directory;
  }
}
