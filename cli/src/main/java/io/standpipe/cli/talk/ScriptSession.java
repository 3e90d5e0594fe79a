package io.standpipe.cli.talk;

import io.standpipe.Child;
import io.standpipe.Command;
import io.standpipe.cli.output.ExitCode;
import io.standpipe.cli.output.ExitException;
import io.standpipe.conversation.Conversation;
import io.standpipe.conversation.ConversationException;
import io.standpipe.conversation.ConversationOptions;
import io.standpipe.conversation.Script;
import io.standpipe.conversation.ScriptDifference;
import io.standpipe.error.DeadlineExceededException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A script says what is to be said, and what is to come. With the last that is said the program's
 * input ends, on a terminal of its own when it has said nothing for a while; after the last line of
 * the script nothing may come.
 */
final class ScriptSession implements TalkSession {
  /** For each answer, where no time is given for the whole. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** On a terminal, before its end is typed: a program that is just at work may miss it. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final TalkOptions terms;
  private final Path file;
  private final Script script;
  private final Optional<Duration> whole;
  private @Nullable Thread playing;
  private volatile @Nullable IOException failure;

  private ScriptSession(TalkOptions terms, Path file, Script script, Optional<Duration> whole) {
    this.terms = terms;
    this.file = file;
    this.script = script;
    this.whole = whole;
  }

  /**
   * Reads the script.
   *
   * @param whole for the whole script
   */
  static ScriptSession load(TalkOptions terms, Path file, Optional<Duration> whole)
      throws IOException {
    String tried = "read script " + file + ": ";
    try {
      return new ScriptSession(terms, file, Script.load(file), whole);
    } catch (FileSystemException e) {
      throw new ExitException(ExitCode.FAILED, tried + ExitException.reason(e), e);
    } catch (CharacterCodingException e) {
      throw new ExitException(ExitCode.FAILED, tried + "text in UTF-8 expected", e);
    } catch (IllegalArgumentException e) {
      throw new ExitException(ExitCode.USAGE, tried + e.getMessage(), e);
    }
  }

  @Override
  public Command prepare(Command program) {
    return terms.connect(program);
  }

  @Override
  public void begin(Child child) {
    ConversationOptions messages =
        ConversationOptions.of(terms.kind().framing()).onMessage(terms.recording()::said);
    if (whole.isPresent()) {
      messages = messages.overallLimit(whole.get());
    }
    Conversation conversation = Conversation.with(child, messages);
    playing = Thread.ofVirtual().name("standpipe-script").start(() -> play(conversation, child));
  }

  private void play(Conversation conversation, Child child) {
    try {
      Duration silence = terms.pty() ? SILENCE : Duration.ZERO;
      Optional<ScriptDifference> difference =
          script.playToEnd(conversation, whole.orElse(ANSWER), silence);
      if (difference.isPresent()) {
        failure = different(difference.get().toString(), null);
      }
    } catch (ConversationException e) {
      failure = different(String.valueOf(e.getMessage()), e);
    } catch (DeadlineExceededException e) {
      failure = new ExitException(ExitCode.TIMED_OUT, name() + e.getMessage(), e);
    } catch (ClosedChannelException e) {
      return; // the program was stopped: whoever did that says why
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null) {
      child.stop();
    }
  }

  private ExitException different(String how, @Nullable IOException cause) {
    return new ExitException(ExitCode.NEGATIVE, name() + how, cause);
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
