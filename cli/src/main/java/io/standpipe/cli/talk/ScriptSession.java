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
 * Sends what a script says, and checks that the program answers what the script expects. The
 * program's input ends with the last message; on a terminal of its own, only after the program has
 * been silent for a while. After the last line of the script the program may say nothing more.
 */
final class ScriptSession implements TalkSession {
  /** The limit for each answer if the user gave none for the whole script. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /**
   * How long a program on a terminal is silent before its end of input is typed, because a program
   * that is at work may miss it.
   */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final TalkOptions options;
  private final Path file;
  private final Script script;
  private final Optional<Duration> whole;
  private @Nullable Thread playing;
  private volatile @Nullable IOException failure;

  private ScriptSession(TalkOptions options, Path file, Script script, Optional<Duration> whole) {
    this.options = options;
    this.file = file;
    this.script = script;
    this.whole = whole;
  }

  /**
   * Reads the script.
   *
   * @param whole the limit for the whole script
   */
  static ScriptSession load(TalkOptions options, Path file, Optional<Duration> whole)
      throws IOException {
    String tried = "read script " + file + ": ";
    try {
      return new ScriptSession(options, file, Script.load(file), whole);
    } catch (FileSystemException e) {
      throw new ExitException(ExitCode.FAILED, tried + ExitException.reason(e), e);
    } catch (CharacterCodingException e) {
      throw new ExitException(ExitCode.FAILED, tried + "it is not UTF-8", e);
    } catch (IOException e) { // a folder, for example
      throw new ExitException(ExitCode.FAILED, tried + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new ExitException(ExitCode.USAGE, tried + e.getMessage(), e);
    }
  }

  @Override
  public Command prepare(Command program) {
    return options.connect(program);
  }

  @Override
  public void begin(Child child) {
    ConversationOptions messages =
        ConversationOptions.of(options.kind().framing()).onMessage(options.recorder()::record);
    if (whole.isPresent()) {
      messages = messages.overallLimit(whole.get());
    }
    Conversation conversation = Conversation.with(child, messages);
    playing = Thread.ofVirtual().name("standpipe-script").start(() -> play(conversation, child));
  }

  private void play(Conversation conversation, Child child) {
    try {
      Duration silence = options.pty() ? SILENCE : Duration.ZERO;
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
      return; // the program was stopped, and the code that stopped it reports why
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = ExitException.of(e); // the program would wait for the rest of the script
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
    options.recorder().throwIfFailed();
  }
}
