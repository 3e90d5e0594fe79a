package io.standpipe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null is refused where it is given, by the name of the parameter; not where it is used. */
@SuppressWarnings("NullAway") // what the compiler keeps us from, others may do
class NullArgumentsTest {
  private static final Command CAT = Command.of("cat");
  private static final Path PATH = Path.of("never-made");

  private static Arguments given(String method, String parameter, ThrowingCallable call) {
    return arguments(method, parameter, call);
  }

  static Stream<Arguments> ofACommand() {
    return Stream.of(
        given("of", "program", () -> Command.of((String) null)),
        given("of", "arguments", () -> Command.of("cat", (String[]) null)),
        given("of", "argument", () -> Command.of("cat", "a", null)),
        given("of", "program", () -> Command.of((Path) null)),
        given("of", "words", () -> Command.of((List<String>) null)),
        given("of", "argument", () -> Command.of(Arrays.asList("cat", null))),
        given("self", "arguments", () -> Command.self((String[]) null)),
        given("self", "main", () -> Command.self((Class<?>) null)),
        given("ownArguments", "arguments", () -> Command.ownArguments((String[]) null)),
        given("shell", "script", () -> Command.shell(null)),
        given("args", "arguments", () -> CAT.args((String[]) null)),
        given("args", "argument", () -> CAT.args("a", null)),
        given("env", "name", () -> CAT.env(null, "x")),
        given("env", "value; to unset a variable: withoutEnv(name)", () -> CAT.env("HOME", null)),
        given("withoutEnv", "name", () -> CAT.withoutEnv(null)),
        given("directory", "start", () -> CAT.directory(null)),
        given("stdin", "redirect", () -> CAT.stdin(null)),
        given("stdout", "redirect", () -> CAT.stdout(null)),
        given("stderr", "redirect", () -> CAT.stderr(null)),
        given("fd", "redirect", () -> CAT.fd(3, null)),
        given("terminal", "terminal", () -> CAT.terminal(null)),
        given("buffering", "how", () -> CAT.buffering(null)),
        given("input", "bytes", () -> CAT.input((byte[]) null)),
        given("input", "text", () -> CAT.input((String) null)),
        given("success", "codes", () -> CAT.success((int[]) null)),
        given("timeout", "limit", () -> CAT.timeout(null)),
        given("lateOutput", "policy", () -> CAT.lateOutput(null)),
        given("pipeTo", "next", () -> CAT.pipeTo((Command) null)),
        given("pipeTo", "next", () -> CAT.pipeTo((Pipeline.Stage) null)),
        given("LateOutput.linger", "quiet", () -> LateOutput.linger(null)),
        given("delays", "first", () -> RestartPolicy.standard().delays(null, Duration.ZERO)),
        given("delays", "longest", () -> RestartPolicy.standard().delays(Duration.ZERO, null)),
        given("StopPolicy", "afterTerm", () -> new StopPolicy(Duration.ZERO, null, Duration.ZERO)));
  }

  static Stream<Arguments> ofSeveral() {
    Pipeline pipeline = Pipeline.of(CAT);
    Link link = Link.between(CAT, CAT);
    return Stream.of(
        given("of", "commands", () -> Pipeline.of((Command[]) null)),
        given("of", "command", () -> Pipeline.of(CAT, null)),
        given("of", "commands", () -> Pipeline.of((List<Command>) null)),
        given("from", "first", () -> Pipeline.from(null)),
        given("pipeTo", "next", () -> pipeline.pipeTo((Command) null)),
        given("pipeTo", "next", () -> pipeline.pipeTo((Pipeline.Stage) null)),
        given("timeout", "limit", () -> pipeline.timeout(null)),
        given("lateOutput", "policy", () -> pipeline.lateOutput(null)),
        given("Link.between", "first", () -> Link.between(null, CAT)),
        given("Link.between", "second", () -> Link.between(CAT, null)),
        given("Link.tap", "ofFirst", () -> link.tap(null, bytes -> {})),
        given("Link.tap", "ofSecond", () -> link.tap(bytes -> {}, null)),
        given("Link.timeout", "limit", () -> link.timeout(null)),
        given("Stdio.spawn", "program", () -> Stdio.spawn((String) null)),
        given("Stdio.spawn", "command", () -> Stdio.spawn((Command) null)));
  }

  static Stream<Arguments> ofPathsAndEnds() {
    return Stream.of(
        given("at", "path", () -> Fifo.at(null)),
        given("create", "path", () -> Fifo.create(null)),
        given("create", "path", () -> Fifo.create(null, Set.<PosixFilePermission>of())),
        given("create", "permissions", () -> Fifo.create(PATH, null)),
        given("createIfAbsent", "path", () -> Fifo.createIfAbsent(null)),
        given("openReader", "limit", () -> Fifo.at(PATH).openReader(null)),
        given("openWriter", "limit", () -> Fifo.at(PATH).openWriter(null)),
        given("from", "file", () -> Redirect.from((Path) null)),
        given("to", "file", () -> Redirect.to((Path) null)),
        given("appendTo", "file", () -> Redirect.appendTo(null)),
        given("from", "reader", () -> Redirect.from((PipeReader) null)),
        given("to", "writer", () -> Redirect.to((PipeWriter) null)),
        given("handOver", "reader", () -> Redirect.handOver((PipeReader) null)),
        given("handOver", "writer", () -> Redirect.handOver((PipeWriter) null)),
        given("terminal", "terminal", () -> Redirect.terminal(null)));
  }

  static Stream<Arguments> ofWhatWasStarted() {
    return Stream.of(
        given("await", "limit", withChild(child -> child.await(null))),
        given("awaitTree", "limit", withChild(child -> child.awaitTree(null))),
        given("signal", "signal", withChild(child -> child.signal(null))),
        given("signalAll", "signal", withChild(child -> child.signalAll(null))),
        given("stop", "policy", withChild(child -> child.stop(null))),
        given("Job.await", "limit", withJob(job -> job.await(null))),
        given("Job.stop", "policy", withJob(job -> job.stop(null))),
        given("Job.onDeadlock", "action", withJob(job -> job.onDeadlock(null))),
        given("transferTo", "to", withPipe(pipe -> pipe.reader().transferTo(null))),
        given(
            "transferTo",
            "others",
            withPipe(pipe -> pipe.reader().transferTo(pipe.writer(), (PipeWriter[]) null))));
  }

  private interface Use<T> {
    void of(T it) throws Exception;
  }

  private static ThrowingCallable withChild(Use<Child> use) {
    return () -> {
      try (Child child = Command.of("true").start()) {
        use.of(child);
      }
    };
  }

  private static ThrowingCallable withJob(Use<Job> use) {
    return () -> {
      try (Job job = Pipeline.of(Command.of("true")).start()) {
        use.of(job);
      }
    };
  }

  private static ThrowingCallable withPipe(Use<Pipe> use) {
    return () -> {
      try (Pipe pipe = Pipe.open()) {
        use.of(pipe);
      }
    };
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"ofACommand", "ofSeveral", "ofPathsAndEnds", "ofWhatWasStarted"})
  void aNullIsRefusedByTheNameOfItsParameter(
      String method, String parameter, ThrowingCallable call) {
    assertThatThrownBy(call)
        .as(method)
        .isInstanceOf(NullPointerException.class)
        .hasMessage(parameter);
  }
}
