package io.standpipe.internal.file;

import io.standpipe.internal.proc.ProcFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Follows a path as the kernel does, except through a symbolic link of another user. In a folder
 * that several users can write to, such as /tmp, a link at a known name leads what is written
 * wherever its owner likes. Links of this user and of root are followed: they are how the user, or
 * the system ({@code /dev/stdout}), names a file.
 *
 * <p>The result has no link left in it. A user who owns a folder on the way can still replace it by
 * a link after this look; that user could move the file anywhere in any case.
 */
final class TrustedPath {
  /** As many as the kernel follows; path_resolution(7). */
  private static final int MOST_LINKS = 40;

  private static final int ROOT = 0;

  private final Path asked;
  private final int user;
  private final Deque<Path> todo = new ArrayDeque<>();
  private Path done;
  private int links;

  private TrustedPath(Path asked) throws IOException {
    this.asked = asked;
    this.user = ProcFiles.ownUser();
    Path absolute = asked.toAbsolutePath();
    this.done = absolute.getRoot();
    absolute.forEach(todo::add);
  }

  /**
   * The file that a path means. Its last part need not exist, and may be the name of a descriptor
   * of this process, which no text can say better.
   */
  static Path resolve(Path path) throws IOException {
    return new TrustedPath(path).resolve();
  }

  /** Whether this user or root owns a file itself, not what a link points to. */
  static boolean isTrusted(Path file) throws IOException {
    int owner = owner(file);
    return owner == ROOT || owner == ProcFiles.ownUser();
  }

  static int owner(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private Path resolve() throws IOException {
    while (!todo.isEmpty()) {
      Path name = todo.remove();
      if (name.toString().equals("..")) {
        done = done.getParent() == null ? done : done.getParent();
      } else if (!name.toString().isEmpty() && !name.toString().equals(".")) {
        enter(done.resolve(name));
      }
    }
    return done;
  }

  /** Errors name the path that was asked for, which the user knows. */
  private boolean isLink(Path next, boolean mayBeMissing) throws IOException {
    try {
      return Files.readAttributes(next, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isSymbolicLink();
    } catch (NoSuchFileException e) {
      if (mayBeMissing) {
        return false;
      }
      throw new NoSuchFileException(asked.toString());
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(asked.toString());
    } catch (FileSystemException e) {
      throw new FileSystemException(asked.toString(), null, e.getReason());
    }
  }

  private void enter(Path next) throws IOException {
    boolean isLast = todo.isEmpty();
    if (!isLink(next, isLast) || (isLast && ProcFiles.isDescriptor(next))) {
      done = next;
      return;
    }
    int owner = owner(next);
    if (owner != user && owner != ROOT) {
      String what = next.equals(asked.toAbsolutePath()) ? "it" : next.toString();
      throw new FileSystemException(
          asked.toString(),
          null,
          what + " is a symbolic link of another user (" + owner + "), and is not followed");
    }
    if (++links > MOST_LINKS) {
      throw new FileSystemLoopException(asked.toString());
    }
    Path target = Files.readSymbolicLink(next);
    if (target.isAbsolute()) {
      done = target.getRoot();
    }
    for (int i = target.getNameCount() - 1; i >= 0; i--) {
      todo.addFirst(target.getName(i));
    }
  }
}
