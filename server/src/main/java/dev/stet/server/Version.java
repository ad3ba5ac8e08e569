package dev.stet.server;

/** The version of this build. */
final class Version {
  private Version() {}

  /** As the jar's manifest says it; {@code dev} outside a jar. */
  static String ofThisBuild() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
