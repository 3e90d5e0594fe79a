package io.standpipe.cli.link;

import com.fasterxml.jackson.core.JsonGenerator;
import io.standpipe.cli.output.ExitException;
import io.standpipe.cli.output.JsonLinesFile;
import io.standpipe.cli.text.Utf8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
  private static final byte[] NOTHING = {};

  private final JsonLinesFile file;
  private final Map<LinkedProgram, byte[]> unfinished = new HashMap<>();

  private JsonLinesLog(JsonLinesFile file) {
    this.file = file;
  }

  /** Creates the file, in place of an older one; only its owner may read it. */
  static JsonLinesLog create(Path file) throws IOException {
    return new JsonLinesLog(JsonLinesFile.create(file));
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
    write(speaker, json -> json.writeBooleanField("end", true));
  }

  @Override
  public synchronized void message(LinkedProgram speaker, byte[] message, boolean whole)
      throws IOException {
    write(
        speaker,
        json -> {
          writeBytes(json, message);
          if (!whole) {
            json.writeBooleanField("partial", true);
          }
        });
  }

  @Override
  public synchronized void malformed(LinkedProgram speaker, String why) throws IOException {
    write(speaker, json -> json.writeStringField("error", why));
  }

  private void writePiece(LinkedProgram speaker, byte[] piece) throws IOException {
    if (piece.length > 0) {
      write(speaker, json -> writeBytes(json, piece));
    }
  }

  private static void writeBytes(JsonGenerator json, byte[] bytes) throws IOException {
    Optional<String> text = Utf8.decode(bytes);
    if (text.isPresent()) {
      json.writeStringField("text", text.get());
    } else {
      json.writeBinaryField("base64", bytes);
    }
  }

  /** After {@link #close} the programs were stopped, and what they still say is not written. */
  private void write(LinkedProgram speaker, JsonLinesFile.Members members) throws IOException {
    try {
      file.write(json -> {
        json.writeStringField("from", speaker.side());
        json.writeNumberField("pid", speaker.pid());
        json.writeStringField("program", speaker.program());
        members.write(json);
      });
    } catch (ExitException e) {
      throw new ExitException(e.exitCode(), e.getMessage() + "; the programs were stopped", e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
