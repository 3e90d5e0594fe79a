package io.standpipe.examples.recipes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.standpipe.conversation.Answers;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.conversation.ReplyMatcher;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Calls a JSON-RPC server, such as a language server or an MCP server. Safe from any thread. */
public final class JsonRpc {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int UNKNOWN_METHOD = -32601;

  private final Conversation server;
  private final AtomicInteger asked = new AtomicInteger();

  /** Makes requests over a conversation with {@link #options}. */
  public JsonRpc(Conversation server) {
    this.server = server;
  }

  /** Options that match answers by their id; {@code framing} is the server's. */
  public static ConversationOptions options(Framing framing) {
    return ConversationOptions.of(framing).answers(Answers.key(new Ids()));
  }

  /**
   * Sends a request and waits for its result. {@code params} is anything that Jackson can write.
   *
   * @throws IOException also if the answer is an error
   */
  public JsonNode call(String method, @Nullable Object params) throws IOException {
    return result(server.ask(question(method, params)));
  }

  /** Sends a request without waiting for its result. */
  public CompletableFuture<JsonNode> ask(String method, @Nullable Object params)
      throws IOException {
    return server
        .askAsync(question(method, params))
        .thenApply(answer -> {
          try {
            return result(answer);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  /** Sends a notification, which has no answer. */
  public void tell(String method, @Nullable Object params) throws IOException {
    server.send(message(method, params).toString());
  }

  private String question(String method, @Nullable Object params) {
    return message(method, params).put("id", asked.incrementAndGet()).toString();
  }

  private static ObjectNode message(String method, @Nullable Object params) {
    ObjectNode message = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", method);
    if (params != null) {
      message.set("params", JSON.valueToTree(params));
    }
    return message;
  }

  private JsonNode result(String text) throws IOException {
    JsonNode answer = parse(text);
    if (answer.has("error")) {
      throw new IOException(server + " refuses: " + answer.get("error"));
    }
    return answer.get("result");
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Matches answers to requests. */
  // @start region="keys"
  private static final class Ids implements ReplyMatcher {
    @Override
    public Object questionKey(String question) {
      return parse(question).get("id").asInt();
    }

    @Override
    public Optional<Integer> answerKey(String text) {
      JsonNode message = parse(text);
      return message.has("method") ? Optional.empty() : Optional.of(message.path("id").asInt());
    }

    @Override
    public Optional<String> handleUnmatched(String text) {
      JsonNode message = parse(text);
      if (!message.has("id")) {
        return Optional.empty(); // a notification, which is of no interest here
      }
      ObjectNode refusal = JSON.createObjectNode().put("jsonrpc", "2.0"); // it waits for an answer
      refusal.putObject("error").put("code", UNKNOWN_METHOD).put("message", "not known here");
      return Optional.of(refusal.set("id", message.get("id")).toString());
    }
  }
  // @end
}
