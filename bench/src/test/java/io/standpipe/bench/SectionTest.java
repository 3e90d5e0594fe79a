package io.standpipe.bench;

import static io.standpipe.bench.Fixtures.noted;
import static io.standpipe.bench.Fixtures.ran;
import static io.standpipe.bench.Fixtures.section;
import static io.standpipe.bench.Fixtures.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SectionTest {
  private static final Standing ABSENT = new Standing.Absent("no peer on the PATH");
  private static final Standing FAILED = new Standing.Failed("it ended");

  @Test
  void aTargetIsMetByTheMedianAndMissedBelowIt() {
    Standing ours = ran(100, 200, 300);

    Section met = section(Scale.FULL, work(), ours, ran(50, 100, 1000), ran(100, 100, 100));
    assertThat(met.rows().get(1).verdict()).isEqualTo(Verdict.MET);
    assertThat(met.rows().get(1).ratio()).isEqualTo("2.00 [0.30 … 2.00]");

    Section missed = section(Scale.FULL, work(), ours, ran(50, 101, 1000), ran(100, 100, 100));
    assertThat(missed.rows().get(1).verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void whoHasNoTargetIsComparedAndNotJudged() {
    Section section = section(Scale.FULL, work(), ran(100), ran(50), ran(400));

    assertThat(section.rows().get(2))
        .isEqualTo(new Row("other", "400", "0.25 [0.25 … 0.25]", "", Verdict.NONE, ""));
    assertThat(section.rows().getFirst())
        .isEqualTo(new Row("standpipe", "100", "", "", Verdict.NONE, ""));
  }

  @Test
  void anAbsentContenderIsNamedAndIsNoFailure() {
    Section section = section(Scale.FULL, work(), ran(100), ABSENT, ran(100));

    assertThat(section.rows().get(1).remark()).isEqualTo("ABSENT: no peer on the PATH");
    assertThat(section.rows().get(1).verdict()).isEqualTo(Verdict.NONE);
    assertThat(section.broken()).isFalse();
  }

  @Test
  void aFailedOneBreaksTheSection() {
    Section section = section(Scale.FULL, work(), ran(100), ran(50), FAILED);

    assertThat(section.rows().get(2).remark()).isEqualTo("FAILED: it ended");
    assertThat(section.broken()).isTrue();
  }

  @Test
  void withoutStandpipeTheOthersHaveRatesAndNoRatios() {
    Section section = section(Scale.FULL, work(), FAILED, ran(50), ran(60));

    assertThat(section.rows().get(1))
        .isEqualTo(new Row("peer", "50", "", "≥ 2.00", Verdict.NONE, ""));
  }

  @Test
  void aSmokeRunShowsNoTimesAndJudgesNothing() {
    Section section = section(Scale.SMOKE, work(), ran(100), ran(90), ran(80));

    assertThat(section.rows()).extracting(Row::remark).containsOnly("ran");
    assertThat(section.rows()).extracting(Row::verdict).containsOnly(Verdict.NONE);
  }

  @Test
  void aLimitIsHeldAgainstTheMedianOfStandpipesNotes() {
    var note = Note.atMost(4, "threads", "threads");
    Standing peer = noted("threads", 500, 600, 700);

    Section met = section(Scale.FULL, work(note), noted("threads", 9, 4, 1), peer, ABSENT);
    assertThat(met.rows().subList(3, met.rows().size()))
        .containsExactly(
            new Row("standpipe: threads", "4", "[1 … 9]", "≤ 4", Verdict.MET, ""),
            new Row("peer: threads", "600", "[500 … 700]", "", Verdict.NONE, ""));

    Section missed = section(Scale.FULL, work(note), noted("threads", 9, 5, 1), peer, ABSENT);
    assertThat(missed.rows().get(3).verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void aNoteWithoutALimitIsShownAndNotJudged() {
    var note = Note.of("threads", "threads");

    Section section =
        section(
            Scale.FULL, work(note), noted("threads", 9, 4, 1), noted("threads", 7, 7, 7), ABSENT);
    assertThat(section.rows().subList(3, section.rows().size()))
        .containsExactly(
            new Row("standpipe: threads", "4", "[1 … 9]", "", Verdict.NONE, ""),
            new Row("peer: threads", "7", "[7 … 7]", "", Verdict.NONE, ""));
  }

  @Test
  void aNoteThatIsNotThereIsAnErrorAndNotAZero() {
    var note = Note.atMost(4, "threads", "threads");

    assertThatIllegalStateException()
        .isThrownBy(() -> section(Scale.FULL, work(note), ran(1), ran(1), ran(1)))
        .withMessageContaining("threads");
  }
}
