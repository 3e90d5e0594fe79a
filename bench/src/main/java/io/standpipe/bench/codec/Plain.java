package io.standpipe.bench.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;

/**
 * Reads messages with {@code java.io}, in code as one writes it in a minute: without limits, and
 * without errors except for a malformed number. A stream is read either by characters or by bytes.
 */
final class Plain {
  private final BufferedReader characters;
  private final DataInputStream bytes;

  Plain(InputStream in) {
    this.characters = new BufferedReader(new InputStreamReader(in, UTF_8));
    this.bytes = new DataInputStream(new BufferedInputStream(in));
  }

  int line() throws IOException {
    return characters.readLine().length();
  }

  int untilNul() throws IOException {
    var message = new ByteArrayOutputStream();
    for (int b = bytes.read(); b != 0; b = bytes.read()) {
      message.write(b);
    }
    return message.toByteArray().length;
  }

  int untilBlankLine() throws IOException {
    var message = new ByteArrayOutputStream();
    int before = 0;
    int b = bytes.read();
    while (b != '\n' || before != '\n') {
      message.write(b);
      before = b;
      b = bytes.read();
    }
    return message.toByteArray().length - 1;
  }

  int bytes(int length) throws IOException {
    var message = new byte[length];
    bytes.readFully(message);
    return message.length;
  }

  int afterShort() throws IOException {
    return bytes(bytes.readUnsignedShort());
  }

  int afterInt() throws IOException {
    return bytes(bytes.readInt());
  }

  int afterReversedInt() throws IOException {
    return bytes(Integer.reverseBytes(bytes.readInt()));
  }

  int netstring() throws IOException {
    int length = 0;
    for (int b = bytes.read(); b != ':'; b = bytes.read()) {
      length = 10 * length + b - '0';
    }
    int got = bytes(length);
    bytes.readByte();
    return got;
  }

  int afterHeaders() throws IOException {
    int length = 0;
    for (String line = header(); !line.isEmpty(); line = header()) {
      if (line.startsWith("Content-Length:")) {
        length = Integer.parseInt(line.substring("Content-Length:".length()).strip());
      }
    }
    return bytes(length);
  }

  private String header() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = bytes.read(); b != '\n'; b = bytes.read()) {
      line.write(b);
    }
    return line.toString(US_ASCII).strip();
  }
}
