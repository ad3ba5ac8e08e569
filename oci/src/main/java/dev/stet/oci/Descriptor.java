package dev.stet.oci;

/**
 * What a manifest says of a blob or of another manifest.
 *
 * <p>Source: image-spec, "OCI Content Descriptors".
 *
 * @param mediaType the media type of the content
 * @param digest the digest of the content
 * @param size the length of the content in bytes
 * @param foreign whether the content may lie elsewhere: the descriptor has {@code urls}
 */
public record Descriptor(String mediaType, Digest digest, long size, boolean foreign) {}
