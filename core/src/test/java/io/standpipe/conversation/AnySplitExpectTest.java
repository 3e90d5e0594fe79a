package io.standpipe.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * However a stream is cut into pieces, the matches are the same: those of a search that examines
 * each prefix of the text from the beginning.
 */
@SuppressWarnings("JdkObsolete") // hitEnd: whether what follows may change it is the question here
@Tag("pitfall-17")
class AnySplitExpectTest {
  private static final int PLAYS = 3000;

  /** At most so many, for some match again and again at the same place. */
  private static final int MOST = 50;

  private static final List<String> PIECES =
      List.of("a", "a", "b", "c", "ab", "1", "42", "\n", "\r\n", " ", "ä", "♪", "🎵", "abc", "$ ");
  private static final List<Expected> CANDIDATES =
      List.of(
          Expected.text("a"),
          Expected.text("ab"),
          Expected.text("aab"),
          Expected.text("♪"),
          Expected.text("\n"),
          Expected.regex("a.*c"),
          Expected.regex("(?s)a.*c"),
          Expected.regex("(\\d+)\\s"),
          Expected.regex("\\d+"),
          Expected.regex("^b+"),
          Expected.regex("(?m)^(.+)$"),
          Expected.regex("(?<=a)b"),
          Expected.regex("\\bab\\b"),
          Expected.regex("(a|b)\\1"),
          Expected.regex("[^a]🎵?"),
          Expected.regex("(?:\\$ )$"),
          Expected.regex("c(?=.*\\n)"),
          Expected.regex("(?i)ABC|.*\\R"),
          Expected.regex("x?"),
          Expected.regex("\\S+1"),
          Expected.regex("a*b\\n"),
          Expected.regex("(.*)c\\n"),
          Expected.regex("(?<w>\\w+?) \\$"),
          Expected.regex("[ab]++ "),
          Expected.regex("[^1]+\\d(?<=a1)"),
          Expected.regex("a+|c\\n"),
          Expected.regex("(a+)*c"),
          Expected.regex("(?:a+|1)c"),
          Expected.regex("a+(?i)B "),
          Expected.regex("(a+)b\\1"),
          Expected.end());

  private final Random random = new Random(42);

  @Test
  void givesTheSameMatches() {
    for (int i = 0; i < PLAYS; i++) {
      String stream = stream();
      List<Expected> anyOf = candidates();
      List<String> expected = naive(stream, anyOf);
      String play = stream.replace("\n", "\\n") + " for " + anyOf;
      assertThat(found(stream, anyOf, () -> 1)).as(play).isEqualTo(expected);
      assertThat(found(stream, anyOf, () -> 1 + random.nextInt(4))).as(play).isEqualTo(expected);
      assertThat(found(stream, anyOf, () -> 1 + random.nextInt(40))).as(play).isEqualTo(expected);
      assertThat(found(stream, anyOf, () -> 1000)).as(play).isEqualTo(expected);
    }
  }

  /** What stands when the other side is silent: what the matcher finds in the text as it is. */
  @Test
  void anOpenMatchIsTheFirstOneAsThingsStand() {
    for (int i = 0; i < PLAYS; i++) {
      String stream = stream();
      List<Expected> anyOf = candidates();
      ByteBuffer bytes = ByteBuffer.wrap(stream.getBytes(UTF_8));
      var text = new TextBuffer();
      var first = new FirstMatch(anyOf, text, MatchGuard.none());
      Match match = first.find(false);
      while (match == null && bytes.hasRemaining()) {
        take(text, bytes, 1 + random.nextInt(20), false);
        match = first.find(false);
      }
      if (match == null) {
        String stands = text.toString();
        first.findOpen();
        match = first.takeOpen();
        String found = match == null ? "none" : match.before() + "|" + match.text();
        assertThat(found).as(stream + " for " + anyOf).isEqualTo(naiveOpen(stands, anyOf));
      }
    }
  }

  private static String naiveOpen(String text, List<Expected> anyOf) {
    Matcher best = null;
    for (Expected candidate : anyOf) {
      String shown = candidate.toString();
      Matcher matcher = Pattern.compile(shown.substring(1, shown.length() - 1)).matcher(text);
      boolean regex = shown.startsWith("/");
      if (regex && matcher.find() && (best == null || matcher.start() < best.start())) {
        best = matcher;
      }
    }
    return best == null ? "none" : text.substring(0, best.start()) + "|" + best.group();
  }

  private String stream() {
    var stream = new StringBuilder();
    for (int n = random.nextInt(40); n > 0; n--) {
      stream.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return stream.toString();
  }

  private List<Expected> candidates() {
    List<Expected> anyOf = new ArrayList<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      anyOf.add(CANDIDATES.get(random.nextInt(CANDIDATES.size())));
    }
    return anyOf;
  }

  private static List<String> found(String stream, List<Expected> anyOf, IntSupplier sizes) {
    ByteBuffer bytes = ByteBuffer.wrap(stream.getBytes(UTF_8));
    var text = new TextBuffer();
    List<String> found = new ArrayList<>();
    boolean ended = false;
    while (found.size() < MOST) {
      var first = new FirstMatch(anyOf, text, MatchGuard.none());
      Match match = first.find(ended);
      while (match == null && !ended) {
        ended = !bytes.hasRemaining();
        take(text, bytes, sizes.getAsInt(), ended);
        match = first.find(ended);
      }
      if (match == null) {
        found.add("rest " + text);
        return found;
      }
      found.add(match.index() + " " + match.before() + "|" + match.text());
    }
    return found;
  }

  private static void take(TextBuffer text, ByteBuffer bytes, int size, boolean ended) {
    ByteBuffer room = text.room(size);
    int n = Math.min(Math.min(size, room.remaining()), bytes.remaining());
    room.put(bytes.slice(bytes.position(), n));
    bytes.position(bytes.position() + n);
    text.took(ended);
  }

  private static List<String> naive(String stream, List<Expected> anyOf) {
    List<String> found = new ArrayList<>();
    String rest = stream;
    while (found.size() < MOST) {
      int[] best = null;
      for (int n = 0; n <= rest.length() + 1 && best == null; n++) {
        boolean ended = n > rest.length();
        String prefix = ended ? rest : rest.substring(0, n);
        if (!ended && endsInHalfAPair(prefix)) {
          continue; // it never comes alone
        }
        for (int i = 0; i < anyOf.size(); i++) {
          int[] place = place(anyOf.get(i), prefix, ended);
          if (place != null && (best == null || place[0] < best[1])) {
            best = new int[] {i, place[0], place[1]};
          }
        }
      }
      if (best == null) {
        found.add("rest " + rest);
        return found;
      }
      found.add(
          best[0] + " " + rest.substring(0, best[1]) + "|" + rest.substring(best[1], best[2]));
      rest = rest.substring(best[2]);
    }
    return found;
  }

  private static boolean endsInHalfAPair(String prefix) {
    return !prefix.isEmpty() && Character.isHighSurrogate(prefix.charAt(prefix.length() - 1));
  }

  private static int[] place(Expected candidate, String prefix, boolean ended) {
    if (candidate == Expected.end()) {
      return ended ? new int[] {prefix.length(), prefix.length()} : null;
    }
    String shown = candidate.toString();
    boolean regex = shown.startsWith("/");
    String pattern = shown.substring(1, shown.length() - 1);
    Matcher matcher =
        Pattern.compile(regex ? pattern : Pattern.quote(pattern.replace("\\n", "\n")))
            .matcher(prefix);
    boolean decided = matcher.find() && (ended || !regex || !matcher.hitEnd());
    return decided ? new int[] {matcher.start(), matcher.end()} : null;
  }
}
