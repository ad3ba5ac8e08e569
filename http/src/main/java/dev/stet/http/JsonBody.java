package dev.stet.http;

import dev.stet.oci.OciErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads the small JSON bodies of Stet's own API. */
public final class JsonBody {
  private static final int LARGEST = 64 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /**
   * Reads the body of a request as a record of module {@code api}.
   *
   * @throws RequestException with 400 if it is no JSON or has a field that the record lacks, with
   *     413 if it is larger than 64 KiB
   */
  public static <T> T read(Exchange exchange, Class<T> type) throws IOException {
    byte[] bytes = exchange.body().readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw RequestException.of(
              OciErrorCode.SIZE_INVALID, "the body is larger than " + LARGEST + " bytes")
          .status(413);
    }
    try {
      T value = JSON.readValue(bytes, type);
      if (value != null) {
        return value;
      }
    } catch (JacksonException e) {
      throw invalid(e.getOriginalMessage().lines().findFirst().orElse(""));
    }
    throw invalid("it is null");
  }

  /**
   * A field that must be there.
   *
   * @throws RequestException with 400 if it is not
   */
  public static String required(@Nullable String value, String field) {
    if (value == null || value.isEmpty()) {
      throw invalid("the field " + field + " is missing");
    }
    return value;
  }

  private static RequestException invalid(String why) {
    return RequestException.of(
            OciErrorCode.UNSUPPORTED,
            "the body was not understood: "
                + why
                + "; openapi.yaml, which this Stet serves at /openapi.yaml, says what is wanted")
        .status(400);
  }
}
