package io.standpipe.examples.recipes;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.framing.Framing;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads files from a repository through one git, which is started once. */
public final class GitObjects {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private GitObjects() {}

  /** The content of each file in the last commit, byte for byte. */
  // @start region="files"
  public static List<byte[]> files(Path repository, List<String> names) throws IOException {
    Command git = Command.of("git", "cat-file", "--batch").directory(repository);
    var contents = new ArrayList<byte[]>();
    try (Child child = git.piped().start();
        var talk =
            Conversation.with(child, ConversationOptions.of(Framing.lines().keepingDelimiter()))) {
      for (String name : names) {
        String header = talk.ask("HEAD:" + name).strip(); // 5d308e1… blob 12, or HEAD:x missing
        if (header.endsWith(" missing")) {
          throw new FileNotFoundException(name);
        }
        int length = Integer.parseInt(header.substring(header.lastIndexOf(' ') + 1));
        var content = new ByteArrayOutputStream();
        while (content.size() < length + 1) { // the newline is not part of it
          content.writeBytes(talk.receiveBytes(LIMIT).orElseThrow(EOFException::new));
        }
        contents.add(Arrays.copyOf(content.toByteArray(), length));
      }
    }
    return contents;
  }
  // @end
}
