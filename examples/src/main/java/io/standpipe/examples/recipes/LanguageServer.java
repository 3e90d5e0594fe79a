package io.standpipe.examples.recipes;

import com.fasterxml.jackson.databind.JsonNode;
import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.conversation.Conversation;
import io.standpipe.framing.Framing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Starts up and shuts down a language server. */
public final class LanguageServer {
  private LanguageServer() {}

  /** The capabilities that the server announces. */
  // @start region="handshake"
  public static JsonNode capabilities(Command command, Path folder)
      throws IOException, InterruptedException {
    Map<String, Object> us =
        Map.of(
            "processId", ProcessHandle.current().pid(), // the server ends when this process has
            "rootUri", folder.toUri().toString(),
            "capabilities", Map.of());
    try (Child child = command.piped().start();
        var talk = Conversation.with(child, JsonRpc.options(Framing.contentLength()))) {
      var server = new JsonRpc(talk);
      JsonNode capabilities = server.call("initialize", us).get("capabilities");
      server.tell("initialized", Map.of());
      server.call("shutdown", null);
      server.tell("exit", null);
      child.awaitSuccess();
      return capabilities;
    }
  }
  // @end
}
