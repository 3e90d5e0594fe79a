package io.standpipe.kafka.internal.lane;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The key of what a process has written: nothing, a column as for {@code sort -k}, or a field of a
 * JSON object.
 */
public final class EmitKey {
  private static final EmitKey NONE = new EmitKey("", 0);
  private static final JsonFactory JSON = new JsonFactory();

  private final String field;
  private final int column;

  private EmitKey(String field, int column) {
    this.field = field;
    this.column = column;
  }

  /** No key. */
  public static EmitKey none() {
    return NONE;
  }

  /**
   * What stands in this field.
   *
   * @param field the number of a column, 1 for the first one, separated by blanks; or the name of a
   *     field of a JSON object
   */
  public static EmitKey of(String field) {
    if (field.isEmpty()) {
      throw new IllegalArgumentException("the name of a field, or a column, expected");
    }
    boolean number = field.chars().allMatch(c -> c >= '0' && c <= '9');
    int column = number ? Integer.parseInt(field) : 0;
    if (number && column < 1) {
      throw new IllegalArgumentException("column ≥ 1 expected: " + field);
    }
    return new EmitKey(field, column);
  }

  /** The key; null if there is none, or if the message has no such field. */
  byte @Nullable [] of(byte[] message) {
    if (field.isEmpty()) {
      return null;
    }
    String key = column > 0 ? column(new String(message, UTF_8)) : json(message);
    return key == null ? null : key.getBytes(UTF_8);
  }

  private @Nullable String column(String line) {
    String[] columns = line.strip().split("[ \t]+", -1);
    return column <= columns.length ? columns[column - 1] : null;
  }

  private @Nullable String json(byte[] message) {
    try (JsonParser parser = JSON.createParser(message)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(field);
        JsonToken value = parser.nextToken();
        if (found) {
          return value.isScalarValue() && value != JsonToken.VALUE_NULL ? parser.getText() : null;
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      // It is not JSON.
    }
    return null;
  }

  @Override
  public String toString() {
    return field.isEmpty() ? "without a key" : "with key " + field;
  }
}
