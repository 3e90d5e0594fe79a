package io.standpipe.cli.link;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.text.Utf8;
import io.standpipe.internal.file.PrivateFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the programs say to a file, as JSON lines: one record for each piece as it was read,
 * and one for each program when it will write no more.
 *
 * <pre>{@code
 * {"time":"2026-11-23T22:56:01.042Z","from":"A","pid":797,"program":"bc","text":"2\n"}
 * {"time":"2026-11-23T22:56:01.043Z","from":"A","pid":797,"program":"bc","end":true}
 * }</pre>
 *
 * <p>With {@code --framing} there is a record for each message instead. {@code "partial":true}
 * marks a last message whose end did not come, and {@code error} tells why bytes were not a
 * message.
 *
 * <p>A piece that is not UTF-8 has {@code base64} in place of {@code text}. A character that was
 * cut by a read belongs to the later piece, so the pieces of one program together are exactly its
 * bytes. A record is in the file before the other program receives the bytes.
 */
final class JsonLinesLog implements LinkMessageListener {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final byte[] NOTHING = {};

  /** Writes the part of a record that says what happened. */
  private interface Member {
    void write() throws IOException;
  }

  private final Path file;
  private final OutputStream out;
  private final JsonGenerator json;
  private final Map<LinkedProgram, byte[]> unfinished = new HashMap<>();
  private volatile boolean closed;

  private JsonLinesLog(Path file, OutputStream out, JsonGenerator json) {
    this.file = file;
    this.out = out;
    this.json = json;
  }

  /** Creates the file, in place of an older one; only its owner may read it. */
  static JsonLinesLog create(Path file) throws IOException {
    OutputStream out;
    try {
      PrivateFile log = PrivateFile.open(file);
      log.publish();
      out = log.stream();
    } catch (FileSystemException e) {
      throw failed("open log " + file, ExitException.reason(e), "nothing was started", e);
    }
    JsonFactory factory = new JsonFactory().setRootValueSeparator("");
    return new JsonLinesLog(file, out, factory.createGenerator(out, JsonEncoding.UTF8));
  }

  @Override
  public synchronized void said(LinkedProgram speaker, byte[] bytes) throws IOException {
    byte[] held = unfinished.getOrDefault(speaker, NOTHING);
    byte[] all = Arrays.copyOf(held, held.length + bytes.length);
    System.arraycopy(bytes, 0, all, held.length, bytes.length);
    int whole = all.length - Utf8.unfinished(all, all.length);
    unfinished.put(speaker, Arrays.copyOfRange(all, whole, all.length));
    writePiece(speaker, Arrays.copyOf(all, whole));
  }

  @Override
  public synchronized void fellSilent(LinkedProgram speaker) throws IOException {
    writePiece(speaker, unfinished.getOrDefault(speaker, NOTHING));
    write(speaker, () -> json.writeBooleanField("end", true));
  }

  @Override
  public synchronized void message(LinkedProgram speaker, byte[] message, boolean whole)
      throws IOException {
    write(
        speaker,
        () -> {
          writeBytes(message);
          if (!whole) {
            json.writeBooleanField("partial", true);
          }
        });
  }

  @Override
  public synchronized void malformed(LinkedProgram speaker, String why) throws IOException {
    write(speaker, () -> json.writeStringField("error", why));
  }

  private void writePiece(LinkedProgram speaker, byte[] piece) throws IOException {
    if (piece.length > 0) {
      write(speaker, () -> writeBytes(piece));
    }
  }

  private void writeBytes(byte[] bytes) throws IOException {
    Optional<String> text = Utf8.decode(bytes);
    if (text.isPresent()) {
      json.writeStringField("text", text.get());
    } else {
      json.writeBinaryField("base64", bytes);
    }
  }

  private void write(LinkedProgram speaker, Member member) throws IOException {
    if (closed) {
      return; // the programs were stopped, and what they still said is of no interest
    }
    try {
      json.writeStartObject();
      json.writeStringField("time", TIME.format(Instant.now()));
      json.writeStringField("from", speaker.side());
      json.writeNumberField("pid", speaker.pid());
      json.writeStringField("program", speaker.program());
      member.write();
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
    } catch (IOException e) {
      throw failed("write log " + file, e.getMessage(), "the programs were stopped", e);
    }
  }

  private static ExitException failed(
      String tried, @Nullable String reason, String state, IOException cause) {
    return new ExitException(ExitCode.FAILED, tried + ": " + reason + "; " + state, cause);
  }

  /** Every record was flushed, so nothing is left to write. A write under way is broken off. */
  @Override
  public void close() throws IOException {
    closed = true;
    out.close();
  }
}
