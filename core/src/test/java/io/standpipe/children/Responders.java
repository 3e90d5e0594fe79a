package io.standpipe.children;

import io.standpipe.framing.Framing;
import io.standpipe.responder.Responder;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** A responder of the kind that its word names. */
public final class Responders {
  private static final Framing LINES = Framing.lines();

  private Responders() {}

  /** See above. */
  public static void main(String... words) throws Exception {
    switch (words[0]) {
      case "echo" -> Responder.on(LINES).run(request -> "got " + request);
      case "strays" -> Responder.on(LINES).run(Responders::withStrays);
      case "no-input" ->
          Responder.on(LINES).run(request -> System.in.read() + ", child: " + inputOfChild());
      case "throws" -> Responder.on(LINES).run(Responders::throwing);
      case "sorry" ->
          Responder.on(LINES.limit(30).resynchronizing())
              .onFailure(failure -> "sorry: " + failure.getClass().getSimpleName())
              .run(Responders::throwing);
      case "binary" ->
          Responder.on(Framing.lengthPrefix(4, ByteOrder.BIG_ENDIAN))
              .run((request, answers) -> {
                for (int i = 0; i < request.length(); i++) {
                  answers.write(new byte[] {request.byteAt(i)});
                }
              });
      case "ping" ->
          Responder.on(LINES).ping("are you there?", "yes").run(request -> "got " + request);
      case "quiet" ->
          Responder.on(LINES).run(request -> request.startsWith("note") ? null : "got " + request);
      case "outliving" -> Responder.on(LINES).outlivingParent().run(request -> "got " + request);
      case "sleeps" -> {
        Responder.on(LINES).run(Responders::sleeping);
        System.err.println("run has returned, interrupted: " + Thread.interrupted());
      }
      case "stuck" -> Responder.on(LINES).grace(Duration.ofMillis(50)).run(Responders::stuck);
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static String withStrays(String request) throws Exception {
    System.out.println("stray of println");
    log("stray of a logger");
    new ProcessBuilder("sh", "-c", "echo stray of a child").inheritIO().start().waitFor();
    return "got " + request;
  }

  /** What a library does that is configured to log to System.out. */
  private static void log(String text) {
    Logger logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    var handler = new StreamHandler(System.out, new SimpleFormatter());
    logger.addHandler(handler);
    logger.log(Level.INFO, text);
    handler.flush();
  }

  private static long inputOfChild() throws IOException {
    Process child =
        new ProcessBuilder("cat").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
    return child.getInputStream().readAllBytes().length;
  }

  private static String throwing(String request) {
    return switch (request) {
      case "boom" -> throw new IllegalStateException("cannot do " + request);
      case "two" -> "two\nlines";
      default -> "got " + request;
    };
  }

  private static String sleeping(String request) throws InterruptedException {
    System.err.println("begun " + request);
    new CountDownLatch(1).await();
    return request;
  }

  private static String stuck(String request) {
    System.err.println("begun " + request);
    var never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        System.err.println("ignored an interrupt");
      }
    }
  }
}
