package dev.stet.server.transport;

import java.nio.file.Path;

/**
 * Where the certificate for TLS lies, as PEM.
 *
 * @param certificate the certificate, and after it those that lead to a root
 * @param key its private key, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {}
