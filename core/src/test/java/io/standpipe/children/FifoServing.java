package io.standpipe.children;

import io.standpipe.fifo.FifoServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A server at the fifo of the first word. It answers {@code x} with {@code PID:x}. */
public final class FifoServing {
  private FifoServing() {}

  /** Prints {@code ready} once it serves; ends with its input. */
  public static void main(String... words) throws Exception {
    long pid = ProcessHandle.current().pid();
    FifoServer server = FifoServer.start(Path.of(words[0]), request -> answer(pid, request));
    System.out.println("ready");
    System.in.read();
    server.close();
  }

  /** {@code hang} is never answered, and reported on standard output. */
  private static String answer(long pid, String request) throws InterruptedException {
    if (request.equals("hang")) {
      System.out.println("hangs");
      new CountDownLatch(1).await(); // until it is killed
    }
    return pid + ":" + request;
  }
}
