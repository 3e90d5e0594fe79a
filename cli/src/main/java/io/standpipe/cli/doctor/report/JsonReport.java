package io.standpipe.cli.doctor.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.standpipe.cli.doctor.view.ConnectedGroup;
import io.standpipe.cli.doctor.view.DiagnosisView;
import io.standpipe.doctor.Holder;
import io.standpipe.internal.proc.Awaited;
import io.standpipe.internal.proc.SeenChannel;
import io.standpipe.internal.proc.SeenProcess;
import io.standpipe.internal.proc.SeenThread;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A view as JSON: the findings, and the processes and channels of the groups that are shown. {@code
 * docs/doctor-schema.json} describes it. Later versions only add names.
 */
public final class JsonReport {
  private static final int VERSION = 1;

  private final DiagnosisView view;
  private final JsonGenerator json;

  private JsonReport(DiagnosisView view, JsonGenerator json) {
    this.view = view;
    this.json = json;
  }

  /** One JSON object, indented, with a newline at its end. */
  public static String of(DiagnosisView view) {
    var text = new StringWriter();
    // Only ASCII: it is safe on a terminal, and words that are not UTF-8 survive.
    JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      new JsonReport(view, json).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen in memory
    }
    return text + "\n";
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeNumberField("version", VERSION);
    json.writeStringField("taken", view.diagnosis().snapshot().taken().toString());
    json.writeBooleanField("deadlock", view.hasDeadlock());
    json.writeArrayFieldStart("findings");
    var findings = new FindingJson(json);
    for (var finding : view.diagnosis().findings()) {
      findings.write(finding);
    }
    json.writeEndArray();
    writeGraph();
    json.writeArrayFieldStart("limits");
    for (String limit : view.diagnosis().snapshot().limits()) {
      json.writeString(limit);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeGraph() throws IOException {
    Set<SeenProcess> processes = new LinkedHashSet<>();
    Set<SeenChannel> channels = new LinkedHashSet<>();
    for (ConnectedGroup group : view.groups()) {
      processes.addAll(group.processes());
      channels.addAll(group.channels());
    }
    view.diagnosis().findings().stream()
        .flatMap(f -> f.pids().stream())
        .flatMap(pid -> view.diagnosis().snapshot().seenProcess(pid).stream())
        .forEach(processes::add);
    json.writeArrayFieldStart("processes");
    for (SeenProcess process : processes) {
      write(process);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("channels");
    for (SeenChannel channel : channels) {
      write(channel);
    }
    json.writeEndArray();
  }

  private void write(SeenProcess process) throws IOException {
    json.writeStartObject();
    json.writeNumberField("pid", process.pid());
    json.writeNumberField("parent", process.parent());
    json.writeNumberField("group", process.group());
    json.writeNumberField("session", process.session());
    json.writeNumberField("user", process.user());
    json.writeStringField("command", process.command());
    json.writeBooleanField("visible", process.visible());
    json.writeBooleanField("zombie", process.zombie());
    json.writeArrayFieldStart("threads");
    for (SeenThread thread : process.threads()) {
      write(thread);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(SeenThread thread) throws IOException {
    json.writeStartObject();
    json.writeNumberField("tid", thread.tid());
    json.writeStringField("name", thread.name());
    json.writeStringField("doing", view.diagnosis().snapshot().doing(thread));
    json.writeStringField("call", thread.call());
    json.writeBooleanField("timed", thread.timed());
    Optional<Long> asleep = thread.asleep().map(d -> d.toMillis());
    if (asleep.isPresent()) {
      json.writeNumberField("asleepMillis", asleep.get());
    }
    json.writeArrayFieldStart("awaits");
    for (Awaited awaited : thread.awaited()) {
      write(awaited);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(Awaited awaited) throws IOException {
    json.writeStartObject();
    switch (awaited) {
      case Awaited.Ready ready -> {
        json.writeStringField("kind", ready.toRead() ? "readable" : "writable");
        json.writeStringField("channel", ready.channel());
        json.writeNumberField("fd", ready.fd());
      }
      case Awaited.Exit exit -> {
        json.writeStringField("kind", "exit");
        writePids("pids", exit.pids().stream().sorted().toList());
      }
      case Awaited.OwnThread thread -> json.writeStringField("kind", "own-thread");
      case Awaited.Partner partner -> {
        json.writeStringField("kind", partner.toRead() ? "writer" : "reader");
        json.writeStringField("channel", partner.fifo());
        json.writeStringField("path", partner.path());
      }
      case Awaited.Outside outside -> {
        json.writeStringField("kind", "outside");
        json.writeStringField("what", outside.what());
      }
    }
    json.writeEndObject();
  }

  private void writePids(String name, List<Long> pids) throws IOException {
    json.writeArrayFieldStart(name);
    for (long pid : pids) {
      json.writeNumber(pid);
    }
    json.writeEndArray();
  }

  private void write(SeenChannel channel) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", channel.id());
    json.writeStringField("kind", EnumNames.of(channel.type()));
    json.writeStringField("name", channel.name());
    write("capacity", channel.capacity());
    write("queued", channel.queued());
    json.writeBooleanField("full", channel.full());
    json.writeArrayFieldStart("holders");
    for (Holder holder : channel.holders()) {
      json.writeStartObject();
      json.writeNumberField("pid", holder.pid());
      json.writeNumberField("fd", holder.fd());
      json.writeStringField("end", holder.end());
      json.writeBooleanField("reads", holder.reads());
      json.writeBooleanField("writes", holder.writes());
      json.writeBooleanField("blocking", holder.blocking());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(String name, OptionalInt number) throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(name, number.getAsInt());
    }
  }
}
