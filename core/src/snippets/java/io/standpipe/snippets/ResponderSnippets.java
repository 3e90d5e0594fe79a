package io.standpipe.snippets;

import io.standpipe.framing.Framing;
import io.standpipe.responder.Responder;

/** The code that the documentation of Responder shows: a process of its own. */
final class ResponderSnippets {
  private ResponderSnippets() {}

  // @start region="main"
  public static void main(String[] args) throws Exception {
    Responder.on(Framing.lines()).run(request -> "got " + request);
  }
  // @end
}
