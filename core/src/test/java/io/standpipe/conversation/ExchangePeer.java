package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.standpipe.Pipe;
import io.standpipe.framing.FrameReader;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/** The program of an exchange, played by the test: two pipes, and lines on them. */
final class ExchangePeer implements AutoCloseable {
  final Pipe toUs;
  final Pipe toPeer;
  final Exchange<String> exchange;
  private final FrameReader heard;

  private ExchangePeer(ExchangeOptions options) throws IOException {
    this.toUs = Pipe.open();
    this.toPeer = Pipe.open();
    this.exchange = Exchange.over(toUs.reader(), toPeer.writer(), options);
    this.heard = Framing.lines().reader(toPeer.reader());
  }

  static ExchangePeer on(ExchangeOptions options) throws IOException {
    return new ExchangePeer(options);
  }

  static ExchangePeer with(Answers answers) throws IOException {
    return on(lines().answers(answers));
  }

  static ExchangeOptions lines() {
    return ExchangeOptions.of(Framing.lines());
  }

  /** Sends these questions, as a batch. */
  void asked(String... questions) throws IOException {
    exchange.sendAll(List.of(questions), text -> text.getBytes(UTF_8));
  }

  /** The next answer: {@code question: message, message}. */
  String answer() throws IOException {
    return text(exchange.receive());
  }

  static String text(Answer<String> answer) {
    return answer == null
        ? "end"
        : answer.messages().stream()
            .map(message -> new String(message, UTF_8))
            .collect(Collectors.joining(", ", answer.question() + ": ", ""));
  }

  /** Says this, as it is. */
  void says(String text) throws IOException {
    toUs.writer().write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  /** The next line that it was sent; null at the end. */
  String hears() throws IOException {
    return heard.readText();
  }

  /** It will say no more. */
  void ends() {
    toUs.writer().close();
  }

  @Override
  public void close() {
    exchange.close();
    toUs.close();
    toPeer.close();
  }
}
