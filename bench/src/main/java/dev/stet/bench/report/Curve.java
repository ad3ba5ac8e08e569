package dev.stet.bench.report;

/** Something that is measured at several sizes, to see how its cost grows. */
public enum Curve {
  /** The first hundred tags of a repository. */
  LIST_OF_TAGS(Axis.TAGS, "tags/list?n=100, p50", "ms"),
  /** A manifest by a tag that is picked at random. */
  GET_OF_TAGS(Axis.TAGS, "manifest GET by any tag, p50", "ms"),
  /** A manifest under one more tag. */
  CLAIM_AMONG_TAGS(Axis.TAGS, "tag claim, p50", "ms"),
  /** A hundred tags of one repository among them. */
  LIST_IN_REPOSITORIES(Axis.REPOSITORIES, "tags/list?n=100, p50", "ms"),
  /** A manifest under one more tag in a repository that is picked at random. */
  CLAIM_IN_REPOSITORIES(Axis.REPOSITORIES, "tag claim, p50", "ms"),
  /** The first hundred repositories. */
  CATALOG(Axis.REPOSITORIES, "_catalog?n=100, p50", "ms"),
  /** Manifests under new tags by clients at once. */
  CLAIMS_OF_CLIENTS(Axis.CLIENTS, "tag claims", "/s");

  /** What grows. */
  enum Axis {
    TAGS("tags in one repository"),
    REPOSITORIES("repositories"),
    CLIENTS("clients at once");

    private final String title;

    Axis(String title) {
      this.title = title;
    }

    /** What grows, in the plural. */
    String title() {
      return title;
    }
  }

  private final Axis axis;
  private final String title;
  private final String unit;

  Curve(Axis axis, String title, String unit) {
    this.axis = axis;
    this.title = title;
    this.unit = unit;
  }

  /** This at a size. */
  public Point at(int size) {
    return new Point(this, size);
  }

  Axis axis() {
    return axis;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }
}
