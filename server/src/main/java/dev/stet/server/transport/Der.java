package dev.stet.server.transport;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** The little of ASN.1's distinguished encoding that old keys need. Source: X.690, section 8.1. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int SEQUENCE = 0x30;
  private static final int LONG = 0x80;

  private Der() {}

  /** An element with that content. */
  static byte[] element(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(tag);
    if (length < LONG) {
      bytes.write(length);
    } else {
      byte[] digits = digits(length);
      bytes.write(LONG | digits.length);
      bytes.writeBytes(digits);
    }
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static byte[] digits(int length) {
    byte[] digits = BigInteger.valueOf(length).toByteArray();
    return digits[0] == 0 ? Arrays.copyOfRange(digits, 1, digits.length) : digits;
  }

  /** The first element within a well-formed sequence. */
  static byte[] firstOf(byte[] sequence) {
    int start = contentOf(sequence);
    int content = contentStart(sequence, start);
    return Arrays.copyOfRange(sequence, start, content + length(sequence, start));
  }

  /** Where the content of an element begins. */
  static int contentOf(byte[] element) {
    return contentStart(element, 0);
  }

  private static int contentStart(byte[] bytes, int element) {
    int first = bytes[element + 1] & 0xff;
    return element + 2 + (first < LONG ? 0 : first - LONG);
  }

  private static int length(byte[] bytes, int element) {
    int first = bytes[element + 1] & 0xff;
    return first < LONG
        ? first
        : new BigInteger(1, bytes, element + 2, first - LONG).intValueExact();
  }
}
