package io.standpipe.examples.recipes;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.Redirect;
import io.standpipe.conversation.Conversation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Queries a database through its own shell, whose answers have any number of lines. */
// @start region="shell"
public final class DatabaseShell implements AutoCloseable {
  private static final String END = "-- end of the answer --";

  private final Child sqlite;
  private final Conversation shell;

  /** Opens a database. */
  public DatabaseShell(Path database) throws IOException {
    Command command = Command.of("sqlite3", "-batch", "-init", "/dev/null", database.toString());
    sqlite = command.piped().stderr(Redirect.sameAs(1)).start();
    shell = Conversation.with(sqlite);
  }

  /** The rows, or the error in the statement. */
  public List<String> run(String statement) throws IOException {
    shell.send(statement);
    shell.send(".print '" + END + "'");
    var rows = new ArrayList<String>();
    for (String row = next(); !row.equals(END); row = next()) {
      rows.add(row);
    }
    return rows;
  }

  private String next() throws IOException {
    return shell.receive().orElseThrow(() -> new IOException(sqlite + " has ended"));
  }

  @Override
  public void close() {
    shell.close();
    sqlite.close();
  }
}
// @end
