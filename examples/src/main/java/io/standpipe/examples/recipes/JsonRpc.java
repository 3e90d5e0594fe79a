package io.standpipe.examples.recipes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.standpipe.conversation.Conversation;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a server that speaks JSON-RPC, such as a language server or an MCP server. For one
 * thread.
 */
public final class JsonRpc {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int UNKNOWN_METHOD = -32601;

  private final Conversation server;
  private final Map<Integer, JsonNode> answers = new HashMap<>();
  private int asked;

  /** Over a conversation in the server's framing. */
  public JsonRpc(Conversation server) {
    this.server = server;
  }

  /**
   * Asks and waits for the result. {@code params} are whatever Jackson makes JSON of.
   *
   * @throws IOException where the answer is an error, too
   */
  public JsonNode call(String method, @Nullable Object params) throws IOException {
    return result(ask(method, params));
  }

  /** Asks, and returns the id by which {@link #result} knows the answer. */
  public int ask(String method, @Nullable Object params) throws IOException {
    int id = ++asked;
    server.send(message(method, params).put("id", id).toString());
    return id;
  }

  /** Tells something that has no answer. */
  public void tell(String method, @Nullable Object params) throws IOException {
    server.send(message(method, params).toString());
  }

  private static ObjectNode message(String method, @Nullable Object params) {
    ObjectNode message = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", method);
    if (params != null) {
      message.set("params", JSON.valueToTree(params));
    }
    return message;
  }

  /** What was answered to question {@code id}, whatever comes before that. */
  // @start region="result"
  public JsonNode result(int id) throws IOException {
    while (!answers.containsKey(id)) {
      String text = server.receive().orElseThrow(() -> new EOFException("no answer: " + server));
      hear(JSON.readTree(text));
    }
    JsonNode answer = answers.remove(id);
    if (answer.has("error")) {
      throw new IOException(server + " refuses: " + answer.get("error"));
    }
    return answer.get("result");
  }

  private void hear(JsonNode message) throws IOException {
    if (!message.has("method")) {
      answers.put(message.path("id").asInt(), message);
    } else if (message.has("id")) { // it asks us: an answer is due, or it may wait for ever
      ObjectNode refusal = JSON.createObjectNode().put("jsonrpc", "2.0");
      refusal.putObject("error").put("code", UNKNOWN_METHOD).put("message", "not known here");
      server.send(refusal.set("id", message.get("id")).toString());
    } // else it tells something, which is of no interest here
  }
  // @end
}
