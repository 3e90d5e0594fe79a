package io.standpipe.cli;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.DeadlineExceededException;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationException;
import io.standpipe.conversation.Script;
import io.standpipe.conversation.Script.Difference;
import io.standpipe.conversation.Terms;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A script says what is to be said, and what is to come. With the last that is said the program's
 * input ends; after the last line of the script nothing may come.
 */
final class ScriptedTalk implements Talk {
  private static final Pattern SAID = Pattern.compile("^>.*$", Pattern.MULTILINE);
  private static final Pattern NO_NEWLINE = Pattern.compile("[^\n]");

  private final TalkTerms terms;
  private final Path file;
  private final Script dialogue;
  private final Script lastWords;
  private final Duration limit;
  private @Nullable Thread playing;
  private volatile @Nullable IOException failure;

  private ScriptedTalk(TalkTerms terms, Path file, String text, Duration limit) {
    this.terms = terms;
    this.file = file;
    this.limit = limit;
    Matcher said = SAID.matcher(text);
    int end = 0;
    while (said.find()) {
      end = said.end();
    }
    this.dialogue = Script.parse(text.substring(0, end));
    String before = NO_NEWLINE.matcher(text.substring(0, end)).replaceAll("");
    this.lastWords = Script.parse(before + text.substring(end)); // so its lines keep their numbers
  }

  /**
   * Reads the script.
   *
   * @param limit for each answer
   */
  static ScriptedTalk load(TalkTerms terms, Path file, Duration limit) throws IOException {
    String tried = "read script " + file + ": ";
    try {
      return new ScriptedTalk(terms, file, Files.readString(file), limit);
    } catch (FileSystemException e) {
      throw new CommandFailure(ExitCode.FAILED, tried + CommandFailure.reason(e), e);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitCode.FAILED, tried + "text in UTF-8 expected", e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, tried + e.getMessage(), e);
    }
  }

  @Override
  public Command arranged(Command program) {
    return terms.onPipes(program);
  }

  @Override
  public void begin(Child child) {
    Terms messages = Terms.of(terms.kind().framing()).limit(limit).tap(terms.recording()::said);
    Conversation conversation = Conversation.with(child, messages);
    playing = Thread.ofVirtual().name("standpipe-script").start(() -> play(conversation, child));
  }

  private void play(Conversation conversation, Child child) {
    try {
      check(dialogue.play(conversation, limit));
      conversation.closeWriter();
      check(lastWords.play(conversation, limit));
      Optional<String> more = conversation.receive();
      if (more.isPresent()) {
        throw different("its end expected, but \"" + more.get() + "\" came", null);
      }
    } catch (ConversationException e) {
      failure = different(String.valueOf(e.getMessage()), e);
    } catch (DeadlineExceededException e) {
      failure = new CommandFailure(ExitCode.TIMED_OUT, name() + e.getMessage(), e);
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null) {
      child.stop();
    }
  }

  private void check(Optional<Difference> difference) throws CommandFailure {
    if (difference.isPresent()) {
      throw different(difference.get().toString(), null);
    }
  }

  private CommandFailure different(String how, @Nullable IOException cause) {
    return new CommandFailure(ExitCode.NEGATIVE, name() + how, cause);
  }

  private String name() {
    return "script " + file + ": ";
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    if (playing != null) {
      playing.join();
    }
    if (failure != null) {
      throw failure;
    }
    terms.recording().throwIfFailed();
  }
}
