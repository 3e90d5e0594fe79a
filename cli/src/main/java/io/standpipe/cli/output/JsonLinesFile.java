package io.standpipe.cli.output;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.standpipe.internal.file.PrivateFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A log of JSON lines, each with the time: {@code {"time":"2026-11-23T22:56:01.042Z",…}}. A record
 * is in the file when {@link #write} returns. Safe from any thread.
 */
public final class JsonLinesFile implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /** Writes what a record says beside the time. */
  public interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  private final Path file;
  private final OutputStream out;
  private final JsonGenerator json;
  private volatile boolean closed;

  private JsonLinesFile(Path file, OutputStream out, JsonGenerator json) {
    this.file = file;
    this.out = out;
    this.json = json;
  }

  /** Creates the file, in place of an older one; only its owner may read it. */
  public static JsonLinesFile create(Path file) throws IOException {
    OutputStream out;
    try {
      PrivateFile log = PrivateFile.open(file);
      log.publish();
      out = log.stream();
    } catch (FileSystemException e) {
      throw failed("open log " + file, ExitException.reason(e) + "; nothing was started", e);
    }
    JsonFactory factory = new JsonFactory().setRootValueSeparator("");
    return new JsonLinesFile(file, out, factory.createGenerator(out, JsonEncoding.UTF8));
  }

  /** Writes a record; does nothing once the file is closed. */
  public synchronized void write(Members members) throws IOException {
    if (closed) {
      return;
    }
    try {
      json.writeStartObject();
      json.writeStringField("time", TIME.format(Instant.now()));
      members.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
    } catch (IOException e) {
      throw failed("write log " + file, e.getMessage(), e);
    }
  }

  private static ExitException failed(String tried, @Nullable String why, IOException cause) {
    return new ExitException(ExitCode.FAILED, tried + ": " + why, cause);
  }

  /** Every record was flushed, so nothing is left to write. A write under way is broken off. */
  @Override
  public void close() throws IOException {
    closed = true;
    out.close();
  }
}
