package io.standpipe.cli.talk;

import java.util.regex.Pattern;

/**
 * Recognises a prompt for a password and its like by its words: the answer is neither shown nor
 * recorded. A program on a terminal turns the echo off for such an answer, which {@link
 * ProgramInput#isHidden} tells. With pipes there is no echo, so the words have to tell, as they do
 * for sudo's log of what is typed ({@code passprompt_regex} in sudoers(5)).
 */
final class SecretPrompt {
  private static final int LONGEST = 200;

  private static final Pattern SECRET =
      Pattern.compile(
          "(?iu)(?:pass ?(?:wor[dt]|phrase|code)|\\bpin\\b|\\bpuk\\b|secret|\\btoken\\b|\\botp\\b"
              + "|(?:verification|security|one-time) code|mot de passe|contraseña|wachtwoord|senha"
              + "|пароль|密码|密碼|パスワード|암호)[^\\n]*[:?>：？]\\s*$");

  private SecretPrompt() {}

  /**
   * Whether the answer is secret.
   *
   * @param line what the program has written since the last end of a line
   */
  static boolean asksForSecret(String line) {
    String end = line.substring(Math.max(0, line.length() - LONGEST));
    return SECRET.matcher(end).find();
  }
}
