package dev.stet.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The encodings that all formats share, read strictly: one text for each value. */
final class Encoding {
  private static final int MAX_DIGITS = 19; // of a positive long
  private static final int NEXT_LINE = 0x85;

  private Encoding() {}

  /** Bytes from base64: standard alphabet, padded, and no other text for the same bytes. */
  static byte[] base64(String text, String what) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // said below, as for text that has another canonical form
    }
    throw new MalformedException(
        what + " is not canonical base64: " + MalformedException.show(text));
  }

  /** A number from decimal digits, without a sign or leading zeros. */
  static long decimal(String text, String what) {
    boolean digits =
        !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9') && !leadingZero(text);
    if (digits && text.length() <= MAX_DIGITS) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        // greater than a long; said below
      }
    }
    throw new MalformedException(
        what
            + " is not a decimal number below 2^63 without leading zeros: "
            + MalformedException.show(text));
  }

  private static boolean leadingZero(String text) {
    return text.length() > 1 && text.charAt(0) == '0';
  }

  /** What stands in a line behind its name and a space. */
  static String value(String line, String name, String what) {
    if (!line.startsWith(name + " ")) {
      throw new MalformedException(
          "wanted the line " + name + " of " + what + ", got " + MalformedException.show(line));
    }
    return line.substring(name.length() + 1);
  }

  /** Text from UTF-8 that is valid. */
  static String utf8(byte[] bytes, String what) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException(what + " is not valid UTF-8");
    }
  }

  /** Whether the text has a form in UTF-8: half a character, a surrogate alone, has none. */
  static boolean hasUtf8(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Whether Unicode calls the character white space, so that a reader may split there. */
  static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == NEXT_LINE;
  }
}
