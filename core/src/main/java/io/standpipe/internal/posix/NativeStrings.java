package io.standpipe.internal.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Words in C's form: NUL-terminated, alone or as a vector that ends with a null pointer. */
final class NativeStrings {
  private NativeStrings() {}

  /** A word in memory of the call. */
  static MemorySegment word(CallMemory memory, String word) {
    byte[] bytes = CString.encode(word);
    MemorySegment copy = memory.allocate(bytes.length + 1L, 1);
    MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
    copy.set(JAVA_BYTE, bytes.length, (byte) 0);
    return copy;
  }

  /** A vector of words in memory of the call. */
  static MemorySegment vector(CallMemory memory, List<String> words) {
    MemorySegment vector = memory.allocate(JAVA_LONG, words.size() + 1L);
    for (int i = 0; i < words.size(); i++) {
      vector.setAtIndex(JAVA_LONG, i, word(memory, words.get(i)).address());
    }
    vector.setAtIndex(JAVA_LONG, words.size(), 0);
    return vector;
  }

  /** The words of a vector in C's memory, up to its null pointer. */
  static List<String> words(long vector) {
    var words = new ArrayList<String>();
    MemorySegment pointers = MemorySegment.ofAddress(vector).reinterpret(Long.MAX_VALUE);
    for (long i = 0; pointers.getAtIndex(JAVA_LONG, i) != 0; i++) {
      words.add(text(pointers.getAtIndex(JAVA_LONG, i)));
    }
    return words;
  }

  /** The word at an address in C's memory. */
  static String text(long word) {
    return CString.decode(bytes(word));
  }

  private static byte[] bytes(long word) {
    MemorySegment memory = MemorySegment.ofAddress(word).reinterpret(Long.MAX_VALUE);
    int length = 0;
    while (memory.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    return memory.asSlice(0, length).toArray(JAVA_BYTE);
  }
}
