package dev.stet.auditor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code HOST:PORT}, with an IPv6 address in brackets. */
final class ListenOption implements ITypeConverter<InetSocketAddress> {
  private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:\\s]+):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  @Override
  public InetSocketAddress convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_PORT) {
      throw new TypeConversionException("wanted HOST:PORT, e.g. 127.0.0.1:7380, got " + text);
    }
    String host = matcher.group(1).replaceAll("[\\[\\]]", "");
    try {
      return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(matcher.group(2)));
    } catch (UnknownHostException e) {
      throw new TypeConversionException("there is no host " + host);
    }
  }

  /** As it stands in a URL. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
