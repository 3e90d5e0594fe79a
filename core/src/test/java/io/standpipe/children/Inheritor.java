package io.standpipe.children;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.PipeReader;
import io.standpipe.PipeWriter;
import io.standpipe.testing.Background;
import io.standpipe.testing.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Takes over the descriptor that its second argument says; what it does with it is its first. What
 * it has to say it says on standard error.
 */
public final class Inheritor {
  private Inheritor() {}

  public static void main(String[] arguments) throws Exception {
    int fd = Integer.parseInt(arguments[1]);
    try {
      switch (arguments[0]) {
        case "read" -> read(fd);
        case "read-one" -> readOne(fd);
        case "write" -> write(fd);
        case "write-and-stay" -> writeAndStay(fd);
        case "read-and-stay" -> readAndStay(fd);
        case "close-while-reading" -> closeWhileReading(fd);
        case "fill" -> fill(fd);
        case "reader" -> PipeReader.inherited(fd).close();
        case "writer" -> PipeWriter.inherited(fd).close();
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  private static void read(int fd) throws IOException {
    try (PipeReader reader = PipeReader.inherited(fd)) {
      System.err.println("got " + new String(reader.readAllBytes(), UTF_8));
    }
  }

  private static void readOne(int fd) throws IOException {
    PipeReader reader = PipeReader.inherited(fd);
    ByteBuffer one = ByteBuffer.allocate(1);
    System.err.println("got " + (reader.read(one) == 1 ? (char) one.get(0) : "no byte"));
  }

  private static void write(int fd) throws IOException {
    try (PipeWriter writer = PipeWriter.inherited(fd)) {
      writer.write("spam");
    }
  }

  /** After it has closed its end it waits for the end of its standard input. */
  private static void writeAndStay(int fd) throws IOException {
    write(fd);
    System.out.println("to nobody");
    System.out.flush();
    System.err.println("closed " + Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)));
    System.err.println("stdin ended with " + System.in.read());
  }

  /** The same with the other end: it stays until a signal ends it. */
  private static void readAndStay(int fd) throws Exception {
    PipeReader.inherited(fd).close();
    System.err.println("closed, " + System.in.read());
    Thread.currentThread().join();
  }

  private static void closeWhileReading(int fd) throws Exception {
    PipeReader reader = PipeReader.inherited(fd);
    var read = Background.parked(ThreadKind.VIRTUAL, () -> reader.read(ByteBuffer.allocate(1)));
    reader.close();
    System.err.println(read.failure());
  }

  /** Writes more than anything takes, with a limit. */
  private static void fill(int fd) throws IOException {
    try (PipeWriter writer = PipeWriter.inherited(fd)) {
      writer.write(ByteBuffer.allocate(1 << 20), Duration.ofMillis(300));
    }
  }
}
