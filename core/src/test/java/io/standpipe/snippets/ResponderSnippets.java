package io.standpipe.snippets;

import io.standpipe.conversation.Responder;
import io.standpipe.framing.Framing;

/** The code that the documentation of Responder shows: a process of its own. */
final class ResponderSnippets {
  private ResponderSnippets() {}

  // @start region="main"
  public static void main(String[] args) throws Exception {
    Responder.on(Framing.lines()).run(request -> "got " + request);
  }
  // @end
}
