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
import java.io.IOException;
import java.util.Collection;

/** A finding as JSON: what all have in common, then what its kind knows. */
final class FindingJson {
  private final JsonGenerator json;

  FindingJson(JsonGenerator json) {
    this.json = json;
  }

  void write(Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", finding.getClass().getSimpleName());
    json.writeStringField("severity", EnumNames.of(finding.severity()));
    json.writeStringField("summary", finding.summary());
    writeTexts("evidence", finding.evidence());
    json.writeStringField("remedy", finding.remedy());
    writePids("pids", finding.pids());
    switch (finding) {
      case Deadlock deadlock -> writeDetails(deadlock);
      case Unflushed unflushed -> writeDetails(unflushed);
      case LeakedWriteEnd held -> writeDetails(held);
      case FullPipe clogged -> writeDetails(clogged);
      case SmallPipe shrunken -> writeDetails(shrunken);
      case Bottleneck pressure -> writeDetails(pressure);
      case NobodyListens lonely -> writeDetails(lonely);
    }
    json.writeEndObject();
  }

  private void writeDetails(Deadlock deadlock) throws IOException {
    json.writeBooleanField("proved", deadlock.proved());
    json.writeStringField("cause", EnumNames.of(deadlock.cause()));
    json.writeArrayFieldStart("steps");
    for (Deadlock.Step step : deadlock.steps()) {
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

  private void writeDetails(LeakedWriteEnd held) throws IOException {
    json.writeNumberField("reader", held.reader().pid());
    json.writeStringField("channel", held.channel().id());
    json.writeStringField("why", EnumNames.of(held.why()));
    json.writeArrayFieldStart("writers");
    for (Holder holder : held.writers()) {
      json.writeStartObject();
      json.writeNumberField("pid", holder.pid());
      json.writeNumberField("fd", holder.fd());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeDetails(FullPipe clogged) throws IOException {
    json.writeNumberField("writer", clogged.writer().pid());
    json.writeStringField("channel", clogged.channel().id());
    json.writeArrayFieldStart("readers");
    for (int i = 0; i < clogged.readers().size(); i++) {
      json.writeStartObject();
      json.writeNumberField("pid", clogged.readers().get(i).pid());
      json.writeStringField("doing", clogged.doing().get(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeDetails(SmallPipe shrunken) throws IOException {
    writeTexts("pipes", shrunken.pipes().stream().map(Channel::id).toList());
    json.writeNumberField("pages", shrunken.pages());
    json.writeNumberField("softLimit", shrunken.softLimit());
  }

  private void writeDetails(Bottleneck pressure) throws IOException {
    json.writeNumberField("stage", pressure.stage().pid());
    json.writeStringField("input", pressure.input().id());
    if (pressure.output().isPresent()) {
      json.writeStringField("output", pressure.output().get().id());
    }
    writeProcesses("waiting", pressure.waiting());
  }

  private void writeDetails(NobodyListens lonely) throws IOException {
    json.writeStringField("path", lonely.path());
    json.writeStringField("missing", lonely.toRead() ? "writer" : "reader");
    writeProcesses("opening", lonely.opening());
    writeProcesses("behind", lonely.behind());
  }

  private void writeProcesses(String name, Collection<ProcessState> processes) throws IOException {
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
