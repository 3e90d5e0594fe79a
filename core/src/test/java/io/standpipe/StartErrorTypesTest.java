package io.standpipe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.standpipe.error.ProgramNotFoundException;
import io.standpipe.error.RedirectException;
import io.standpipe.error.WorkingDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing at a start can be told by the type of the exception. */
@Tag("pitfall-31")
class StartErrorTypesTest {
  @TempDir private Path folder;

  @Test
  void aMissingProgram() {
    assertThatThrownBy(Command.of("no-such-program")::start)
        .isInstanceOf(ProgramNotFoundException.class);
    assertThatThrownBy(Command.of(folder.resolve("no-such-program"))::start)
        .isInstanceOf(ProgramNotFoundException.class);
  }

  @Test
  void aMissingDirectory() {
    assertThatThrownBy(Command.of("true").directory(folder.resolve("missing"))::start)
        .isInstanceOf(WorkingDirectoryException.class)
        .hasMessageContaining("in directory " + folder.resolve("missing"));
    assertThatThrownBy(Command.of("true").directory(Path.of("/dev/null"))::start)
        .isInstanceOf(WorkingDirectoryException.class);
  }

  @Test
  void aMissingFileOfARedirect() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(Command.of("cat").stdin(Redirect.from(missing))::start)
        .isInstanceOf(RedirectException.class)
        .hasMessageContaining("open " + missing + " for cat");
    assertThatThrownBy(Command.of("cat").stdout(Redirect.to(missing.resolve("x")))::start)
        .isInstanceOf(RedirectException.class);
  }
}
