package dev.stet.api;

import java.util.List;

/**
 * The answer to {@code POST /api/v1/checks}: whether all that is kept is as it was.
 *
 * @param apiVersion {@link Api#VERSION}
 * @param problems what is not
 * @param tags how many names were looked at
 * @param manifests how many manifests were looked at
 * @param blobs how many blobs were looked at
 * @param entries how many entries of the log of tags were looked at
 * @param bytes how many bytes were read
 */
public record Check(
    String apiVersion,
    List<Damage> problems,
    long tags,
    long manifests,
    long blobs,
    long entries,
    long bytes) {}
