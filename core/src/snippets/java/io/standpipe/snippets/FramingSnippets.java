package io.standpipe.snippets;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.framing.Frame;
import io.standpipe.framing.Framing;
import io.standpipe.framing.MergedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The code that the documentation of framing shows. */
final class FramingSnippets {
  private FramingSnippets() {}

  static List<String> merged(Command build) throws IOException, InterruptedException {
    List<String> log = new ArrayList<>();
    // @start region="merged"
    try (Child child = build.stdout(Redirect.pipe()).stderr(Redirect.pipe()).start()) {
      MergedReader both = Framing.lines().mergedReader(child.stdout(), child.stderr());
      for (Frame line; (line = both.read()) != null; ) {
        log.add((both.source() == 0 ? "output: " : "error: ") + line.text());
      }
    }
    // @end
    return log;
  }
}
