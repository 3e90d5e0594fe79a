package io.standpipe.internal.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which file it is, and whose. Two looks found the same file if device and inode are equal; while a
 * descriptor refers to the file, no other file gets that inode.
 *
 * @param device as stat(2) has it
 * @param inode as stat(2) has it
 * @param owner a user id
 * @param mode as stat(2) has it: the kind and the permissions
 */
public record FileIdentity(long device, long inode, int owner, int mode) {
  private static final int OTHERS = 077;
  private static final int PERMISSIONS = 07777;

  /**
   * Of what is at a path; of a link itself, not of its target.
   *
   * @throws java.nio.file.NoSuchFileException if there is nothing
   */
  public static FileIdentity of(Path path) throws IOException {
    return read(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Of the file behind a descriptor of this process, wherever it lies by now. */
  public static FileIdentity of(int fd) throws IOException {
    return read(Path.of(ProcFiles.ownDescriptor(fd)));
  }

  private static FileIdentity read(Path path, LinkOption... options) throws IOException {
    Map<String, Object> all = Files.readAttributes(path, "unix:dev,ino,uid,mode", options);
    return new FileIdentity(
        number(all, "dev"),
        number(all, "ino"),
        (int) number(all, "uid"),
        (int) number(all, "mode"));
  }

  private static long number(Map<String, Object> all, String name) throws IOException {
    if (all.get(name) instanceof Number number) {
      return number.longValue();
    }
    throw new IOException("the file system tells no " + name);
  }

  public boolean isSameFile(FileIdentity other) {
    return device == other.device && inode == other.inode;
  }

  /** Whether it belongs to this user, and no other user may use it. */
  public boolean isOursAlone() throws IOException {
    return owner == ProcFiles.ownUser() && (mode & OTHERS) == 0;
  }

  /** The permissions, without the kind. */
  public int permissions() {
    return mode & PERMISSIONS;
  }

  /**
   * {@code it belongs to user 1000 and has mode 666; user 0 alone must have access (chmod go=)}.
   */
  public String whyNotOursAlone() throws IOException {
    return "it belongs to user %d and has mode %o; user %d alone must have access (chmod go=)"
        .formatted(owner, permissions(), ProcFiles.ownUser());
  }
}
