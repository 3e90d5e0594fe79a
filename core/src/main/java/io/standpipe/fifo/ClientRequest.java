package io.standpipe.fifo;

import io.standpipe.Fifo;
import io.standpipe.PipeWriter;
import io.standpipe.error.BrokenPipeException;
import io.standpipe.error.DeadlineExceededException;
import io.standpipe.internal.ready.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request at the client: it is sent, if need be to several servers in turn, until a reply. */
final class ClientRequest {
  private static final Duration FIRST_SLICE = Duration.ofMillis(20);
  private static final Duration LONGEST_SLICE = Duration.ofMillis(500);

  private final FifoDirectory directory;
  private final ClientEnds ends;

  /** Escaped: one line. */
  private final String text;

  private final RequestDeadline deadline;

  /**
   * @param request not escaped
   */
  ClientRequest(
      FifoDirectory directory, ClientEnds ends, String request, RequestDeadline deadline) {
    this.directory = directory;
    this.ends = ends;
    this.text = LineProtocol.escape(request);
    this.deadline = deadline;
  }

  /** Sends the request and returns the line of the reply. */
  String exchange(Delivery delivery) throws IOException, InterruptedException {
    while (true) {
      PipeWriter writer = ends.requests(deadline);
      // Read before the request is sent. If the request reaches the next server already, it is
      // sent once more for nothing; in the other order it might never be sent again.
      String server = directory.server();
      if (directory.isGone(server)) {
        awaitNextServer();
        continue;
      }
      ReplyFifo replies = ends.replies();
      if (!send(writer, replies, server)) {
        continue;
      }
      String line = await(replies, server);
      if (line != null) {
        return line;
      }
      ends.dropReplies();
      if (delivery == Delivery.AT_MOST_ONCE) {
        throw new ServerGoneException(directory.toString());
      }
    }
  }

  /**
   * The server has just ended, or a process that is not a server reads the fifo. The end is dropped
   * and opened anew, so the next round waits for a reader.
   */
  private void awaitNextServer() throws IOException, InterruptedException {
    ends.dropRequests();
    if (deadline.hasPassed()) {
      throw deadline.exceeded(ClientEnds.NO_SERVER);
    }
    ends.untilClosed(() -> {
      Thread.sleep(deadline.atMost(FIRST_SLICE));
      return true;
    });
  }

  /** Returns whether a server was there to take the request. */
  private boolean send(PipeWriter writer, ReplyFifo replies, String server)
      throws IOException, InterruptedException {
    ByteBuffer call = LineProtocol.call(replies.name(), text, deadline.deadline());
    try {
      if (call.remaining() <= LineProtocol.PIECE) {
        write(writer, call, "the fifo is full: the server does not keep up");
      } else {
        sendLong(writer, replies, server);
      }
      return true;
    } catch (BrokenPipeException e) {
      ends.dropRequests();
      return false;
    }
  }

  /** Through a fifo of its own. If the server ends meanwhile, the wait for the reply finds out. */
  private void sendLong(PipeWriter writer, ReplyFifo replies, String server)
      throws IOException, InterruptedException {
    String name = ClientName.forLong(replies.name());
    Fifo fifo = Fifo.create(directory.file(name));
    try {
      ByteBuffer call = LineProtocol.longCall(replies.name(), deadline.deadline());
      write(writer, call, "the fifo is full");
      try (PipeWriter body = openLong(fifo, server)) {
        if (body != null && !ends.isClosed()) {
          write(body, LineProtocol.bytes(text + "\n"), "the server has not taken all of it");
        }
      } catch (BrokenPipeException e) {
        // The server has ended, or has seen enough of the request and says so in its reply.
      }
    } finally {
      directory.remove(name);
    }
  }

  private @Nullable PipeWriter openLong(Fifo fifo, String server)
      throws IOException, InterruptedException {
    while (!directory.isGone(server)) {
      try {
        return ends.untilClosed(() -> fifo.openWriter(deadline.atMost(LONGEST_SLICE)));
      } catch (DeadlineExceededException e) {
        if (deadline.hasPassed()) {
          throw deadline.exceeded("the server has not come for the request");
        }
      }
    }
    return null;
  }

  private void write(PipeWriter to, ByteBuffer bytes, String state) throws IOException {
    try {
      to.write(bytes, deadline.left());
    } catch (DeadlineExceededException e) {
      throw deadline.exceeded(state);
    }
  }

  /**
   * Returns the reply line, or null if the server ended without one.
   *
   * <p>The reply wakes this wait. Whether the server has ended is checked from time to time: the
   * end of a server is an event too (no process has the fifo open for reading), but it leaves no
   * trace, and the next server may be there before this thread has seen it.
   */
  private @Nullable String await(ReplyFifo replies, String server)
      throws IOException, InterruptedException {
    Duration slice = FIRST_SLICE;
    while (true) {
      boolean gone = directory.isGone(server);
      try {
        // Once more after the server has ended: its last act may have been the answer.
        return replies.line(Deadline.after(gone ? Duration.ZERO : deadline.atMost(slice)));
      } catch (DeadlineExceededException e) {
        if (gone) {
          return null;
        }
        if (deadline.hasPassed()) {
          throw deadline.exceeded(
              "the server (pid " + ServerIdentity.pid(server) + ") has not answered");
        }
      }
      Duration twice = slice.multipliedBy(2);
      slice = twice.compareTo(LONGEST_SLICE) < 0 ? twice : LONGEST_SLICE;
    }
  }
}
