package dev.stet.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class QueryTest {
  @Test
  void keepsAllValuesInTheirOrder() {
    Query query = Query.parse("tag=a&digest=sha256%3Aab&tag=b&tag=a");
    assertThat(query.all("tag")).containsExactly("a", "b", "a");
    assertThat(query.first("tag")).contains("a");
    assertThat(query.first("digest")).contains("sha256:ab");
    assertThat(query.all("n")).isEmpty();
    assertThat(query.first("n")).isEmpty();
  }

  @Test
  void takesWhatIsNotQuiteRight() {
    Query query = Query.parse("&&n&=x&m=&a=b=c&bad=%zz&half=%4&+=+&%74ag=v");
    assertThat(query.all("n")).containsExactly("");
    assertThat(query.all("m")).containsExactly("");
    assertThat(query.all("a")).containsExactly("b=c");
    assertThat(query.all("bad")).containsExactly("%zz");
    assertThat(query.all("half")).containsExactly("%4");
    assertThat(query.all(" ")).containsExactly(" ");
    assertThat(query.all("tag")).containsExactly("v");
    assertThat(Query.parse("").all("")).isEmpty();
  }

  @Property
  void neverFails(@ForAll String raw) {
    Query query = Query.parse(raw);
    for (String pair : raw.split("&", -1)) {
      assertThat(query.all(pair)).isNotNull();
    }
  }

  @Property
  void readsWhatABrowserWrites(@ForAll List<String> values) {
    String raw = "";
    for (String value : values) {
      raw += (raw.isEmpty() ? "v=" : "&v=") + URLEncoder.encode(value, UTF_8);
    }
    List<String> sent = values.stream().map(it -> new String(it.getBytes(UTF_8), UTF_8)).toList();
    assertThat(Query.parse(raw).all("v")).isEqualTo(sent);
  }
}
