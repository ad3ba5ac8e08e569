package dev.stet.oci;

/**
 * The error codes of the OCI distribution specification, with the status each usually goes with.
 *
 * <p>Source: distribution-spec, section "Error Codes". No code outside this list is ever sent under
 * {@code /v2/}, because clients retry on codes that they do not know.
 */
public enum OciErrorCode implements ErrorCode {
  /** The blob is not in this repository. */
  BLOB_UNKNOWN(404, "blob unknown to registry"),
  /** The upload cannot be continued as asked. */
  BLOB_UPLOAD_INVALID(400, "blob upload invalid"),
  /** There is no such upload. */
  BLOB_UPLOAD_UNKNOWN(404, "blob upload unknown to registry"),
  /** The digest is malformed, or the content does not hash to it. */
  DIGEST_INVALID(400, "provided digest did not match uploaded content"),
  /** The manifest names blobs or manifests that this repository does not hold. */
  MANIFEST_BLOB_UNKNOWN(400, "manifest references a manifest or blob unknown to registry"),
  /** The manifest cannot be read as what it claims to be. */
  MANIFEST_INVALID(400, "manifest invalid"),
  /** The manifest or tag is not in this repository. */
  MANIFEST_UNKNOWN(404, "manifest unknown to registry"),
  /** The repository name is malformed. */
  NAME_INVALID(400, "invalid repository name"),
  /** There is no such repository. */
  NAME_UNKNOWN(404, "repository name not known to registry"),
  /** The length of the content is not the one promised. */
  SIZE_INVALID(400, "provided length did not match content length"),
  /** The caller is not known. */
  UNAUTHORIZED(401, "authentication required"),
  /** A rule refuses the request, whoever asks or because of who asks. */
  DENIED(403, "requested access to the resource is denied"),
  /** The operation is not offered. */
  UNSUPPORTED(405, "the operation is unsupported"),
  /** The server cannot take the request now; it may be repeated later. */
  TOOMANYREQUESTS(429, "too many requests");

  private final int status;
  private final String title;

  OciErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public String code() {
    return name();
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
