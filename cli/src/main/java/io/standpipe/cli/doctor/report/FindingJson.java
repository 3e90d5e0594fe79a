package io.standpipe.cli.doctor.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.standpipe.doctor.Bottleneck;
import io.standpipe.doctor.Channel;
import io.standpipe.doctor.Deadlock;
import io.standpipe.doctor.Finding;
import io.standpipe.doctor.FullPipe;
import io.standpipe.doctor.Holder;
import io.standpipe.doctor.LeakedWriteEnd;
import io.standpipe.doctor.NobodyListens;
import io.standpipe.doctor.ProcessState;
import io.standpipe.doctor.SmallPipe;
import io.standpipe.doctor.Unflushed;
import io.standpipe.internal.verdict.DeadlockFinding;
import io.standpipe.internal.verdict.DeadlockStep;
import io.standpipe.internal.verdict.LeakedWriteEndFinding;
import java.io.IOException;
import java.util.Collection;

/**
 * Writes a finding as JSON: the members that all findings have, then those of its kind. The casts
 * are safe because every finding comes from {@link io.standpipe.internal.verdict.Examination}.
 */
final class FindingJson {
  private final JsonGenerator json;

  FindingJson(JsonGenerator json) {
    this.json = json;
  }

  void write(Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind(finding));
    json.writeStringField("severity", EnumNames.of(finding.severity()));
    json.writeStringField("summary", finding.summary());
    writeTexts("evidence", finding.evidence());
    json.writeStringField("remedy", finding.remedy());
    writePids("pids", finding.pids());
    switch (finding) {
      case Deadlock deadlock -> writeDetails((DeadlockFinding) deadlock);
      case Unflushed unflushed -> writeDetails(unflushed);
      case LeakedWriteEnd leaked -> writeDetails((LeakedWriteEndFinding) leaked);
      case FullPipe full -> writeDetails(full);
      case SmallPipe small -> writeDetails(small);
      case Bottleneck bottleneck -> writeDetails(bottleneck);
      case NobodyListens missing -> writeDetails(missing);
    }
    json.writeEndObject();
  }

  private static String kind(Finding finding) {
    return switch (finding) {
      case Deadlock deadlock -> "Deadlock";
      case Unflushed unflushed -> "Unflushed";
      case LeakedWriteEnd leaked -> "LeakedWriteEnd";
      case FullPipe full -> "FullPipe";
      case SmallPipe small -> "SmallPipe";
      case Bottleneck bottleneck -> "Bottleneck";
      case NobodyListens missing -> "NobodyListens";
    };
  }

  private void writeDetails(DeadlockFinding deadlock) throws IOException {
    json.writeBooleanField("proved", deadlock.proved());
    json.writeStringField("cause", EnumNames.of(deadlock.reason()));
    json.writeArrayFieldStart("steps");
    for (DeadlockStep step : deadlock.waits()) {
      json.writeStartObject();
      json.writeNumberField("pid", step.process().pid());
      json.writeNumberField("tid", step.thread().tid());
      json.writeStringField("what", step.what());
      writeProcesses("wakers", step.wakers());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeProcesses("behind", deadlock.behind());
    writeTexts("doubts", deadlock.doubts());
  }

  private void writeDetails(Unflushed unflushed) throws IOException {
    json.writeNumberField("pid", unflushed.process().pid());
    json.writeNumberField("fd", unflushed.fd());
    if (unflushed.bytes().isPresent()) {
      json.writeNumberField("bytes", unflushed.bytes().getAsInt());
    }
    if (unflushed.text().isPresent()) {
      json.writeStringField("text", unflushed.text().get());
    }
  }

  private void writeDetails(LeakedWriteEndFinding leaked) throws IOException {
    json.writeNumberField("reader", leaked.reader().pid());
    json.writeStringField("channel", leaked.channel().id());
    json.writeStringField("why", EnumNames.of(leaked.reason()));
    json.writeArrayFieldStart("writers");
    for (Holder holder : leaked.writers()) {
      json.writeStartObject();
      json.writeNumberField("pid", holder.pid());
      json.writeNumberField("fd", holder.fd());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeDetails(FullPipe full) throws IOException {
    json.writeNumberField("writer", full.writer().pid());
    json.writeStringField("channel", full.channel().id());
    json.writeArrayFieldStart("readers");
    for (int i = 0; i < full.readers().size(); i++) {
      json.writeStartObject();
      json.writeNumberField("pid", full.readers().get(i).pid());
      json.writeStringField("doing", full.doing().get(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeDetails(SmallPipe small) throws IOException {
    writeTexts("pipes", small.pipes().stream().map(Channel::id).toList());
    json.writeNumberField("pages", small.pages());
    json.writeNumberField("softLimit", small.softLimit());
  }

  private void writeDetails(Bottleneck bottleneck) throws IOException {
    json.writeNumberField("stage", bottleneck.stage().pid());
    json.writeStringField("input", bottleneck.input().id());
    if (bottleneck.output().isPresent()) {
      json.writeStringField("output", bottleneck.output().get().id());
    }
    writeProcesses("waiting", bottleneck.waiting());
  }

  private void writeDetails(NobodyListens missing) throws IOException {
    json.writeStringField("path", missing.path());
    json.writeStringField("missing", missing.toRead() ? "writer" : "reader");
    writeProcesses("opening", missing.opening());
    writeProcesses("behind", missing.behind());
  }

  private void writeProcesses(String name, Collection<? extends ProcessState> processes)
      throws IOException {
    writePids(name, processes.stream().map(ProcessState::pid).toList());
  }

  private void writePids(String name, Collection<Long> pids) throws IOException {
    json.writeArrayFieldStart(name);
    for (long pid : pids) {
      json.writeNumber(pid);
    }
    json.writeEndArray();
  }

  private void writeTexts(String name, Collection<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
