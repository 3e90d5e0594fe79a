package io.standpipe.internal.start;

import io.standpipe.internal.posix.Errno;
import io.standpipe.internal.posix.Posix;
import io.standpipe.internal.text.Escaping;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Why a program cannot be started, and what to do. */
final class StartAdvice {
  private static final Pattern ASSIGNMENT = Pattern.compile("(?s)([A-Za-z_][A-Za-z0-9_]*)=.*");
  private static final Pattern SHELL_LINE = Pattern.compile("(?s).*[\\s|&;<>].*");

  /** Of POSIX and bash, those of which there is usually no file. */
  private static final Set<String> BUILT_INS =
      Set.of(
          ".",
          "alias",
          "bg",
          "builtin",
          "cd",
          "declare",
          "eval",
          "exec",
          "exit",
          "export",
          "fc",
          "fg",
          "hash",
          "history",
          "jobs",
          "let",
          "local",
          "popd",
          "pushd",
          "read",
          "readonly",
          "return",
          "set",
          "shift",
          "shopt",
          "source",
          "times",
          "trap",
          "type",
          "typeset",
          "ulimit",
          "umask",
          "unalias",
          "unset",
          "wait");

  private final Posix posix;

  StartAdvice(Posix posix) {
    this.posix = posix;
  }

  /**
   * For a name that was looked up in vain.
   *
   * @param where the folders that were searched, in words
   */
  static String notFound(String name, String where) {
    return noProgram(name)
        .orElse("there is no " + name + " in " + where + "; check the spelling or install it");
  }

  /** If the name is something that a shell understands, and no program can be meant. */
  private static Optional<String> noProgram(String name) {
    var assignment = ASSIGNMENT.matcher(name);
    if (assignment.matches()) {
      String set = assignment.group(1) + "=…";
      return Optional.of(
          set + " sets a variable in a shell, but is no program; run env " + set + " PROGRAM");
    }
    if (BUILT_INS.contains(name)) {
      return Optional.of(
          name
              + " is built into the shell, and is no program; run sh -c '"
              + name
              + " …' for a shell that does it"
              + (name.equals("cd") ? ", or start the program in that directory" : ""));
    }
    return SHELL_LINE.matcher(name).matches()
        ? Optional.of(
            "there is no program of that name; give the program and each argument as a word of its"
                + " own, or run sh -c '…' for what only a shell understands")
        : Optional.empty();
  }

  /** Why exec refuses a file, and what to do, for errors found before it and for its own. */
  String refused(String file, int error) {
    int mode = posix.fileMode(file);
    return switch (error) {
      case Errno.ENOENT -> mode < 0 ? absent(file) : withoutInterpreter(file);
      case Errno.EISDIR -> file + " is a folder";
      case Errno.EACCES ->
          mode < 0
              ? "this user may not look into a folder on the way to " + file
              : file + " may not be executed by this user; chmod +x may help";
      case Errno.ENOEXEC ->
          file + " is not a program and has no #! line; run it by its interpreter";
      case Errno.E2BIG ->
          "a single argument may have 131071 bytes, all of them with the environment about 2 MiB"
              + " (ulimit -s / 4); pass the data by a pipe or a file";
      case Errno.ETXTBSY ->
          file
              + " is open for writing in a process, and was so whenever it was tried for a second;"
              + " close it before it is run (fuser -v FILE names the process)";
      case Errno.ENOTDIR -> "a part of the path " + file + " is not a folder";
      default -> "";
    };
  }

  private static String absent(String file) {
    boolean isLine = SHELL_LINE.matcher(file).matches();
    return isLine ? noProgram(file).orElse("") : "there is no file " + file;
  }

  private String withoutInterpreter(String file) {
    ProgramFile program = ProgramFile.of(posix, file);
    if (program.firstLineEndsAsInWindows()) {
      return file
          + " is there, but its first line ends with a carriage return, as in Windows; remove those"
          + " by sed -i 's/\\r$//' FILE";
    }
    Optional<String> script = program.interpreterFile();
    String loader = program.loader();
    if (script.isEmpty() && !loader.isEmpty()) {
      return file + " is there, but its loader, " + Escaping.escape(loader) + ", is not";
    }
    String which = script.map(name -> ", " + Escaping.escape(name) + ",").orElse("");
    return file + " is there, but the interpreter in its first line" + which + " is not";
  }
}
