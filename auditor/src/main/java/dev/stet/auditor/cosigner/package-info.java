/**
 * Those who cosign checkpoints, and how they are asked.
 *
 * <p>Source: c2sp.org/tlog-witness. What is asked is a few hundred bytes every second at most, by
 * logs that are known, so the JDK's own small HTTP server carries it: the transport of the registry
 * belongs to the process that serves one, and an auditor shall run without that process. It listens
 * where it is told to, on loopback by default; a proxy in front of it speaks TLS.
 */
@NullMarked
package dev.stet.auditor.cosigner;

import org.jspecify.annotations.NullMarked;
