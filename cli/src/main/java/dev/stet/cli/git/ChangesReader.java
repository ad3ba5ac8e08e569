package dev.stet.cli.git;

import dev.stet.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator;

/**
 * Finds what is not committed, untracked files included: they would be built into the image as
 * well. Ignored files are not looked at.
 *
 * <p>The hash is taken over the files as they lie in the folder, so it does not matter what of them
 * is staged.
 */
final class ChangesReader {
  private static final int HASH_DIGITS = 8;
  private static final int BUFFER = 64 * 1024;

  private final Repository repository;
  private final ObjectId commit;

  ChangesReader(Repository repository, ObjectId commit) {
    this.repository = repository;
    this.commit = commit;
  }

  Checkout.Changes read() throws IOException {
    IndexDiff diff = new IndexDiff(repository, commit, new FileTreeIterator(repository));
    diff.diff();
    SortedSet<String> paths = new TreeSet<>();
    paths.addAll(diff.getAdded());
    paths.addAll(diff.getChanged());
    paths.addAll(diff.getRemoved());
    paths.addAll(diff.getMissing());
    paths.addAll(diff.getModified());
    paths.addAll(diff.getConflicting());
    paths.addAll(diff.getUntracked());
    return paths.isEmpty()
        ? Checkout.Changes.NONE
        : new Checkout.Changes(List.copyOf(paths), hash(paths));
  }

  private String hash(SortedSet<String> paths) throws IOException {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    for (String path : paths) {
      update(hash, path);
      add(hash, repository.getWorkTree().toPath().resolve(path));
    }
    return HexFormat.of().formatHex(hash.digest()).substring(0, HASH_DIGITS);
  }

  private static void add(MessageDigest hash, Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      update(hash, "link " + Files.readSymbolicLink(file));
    } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      update(hash, (Files.isExecutable(file) ? "program " : "file ") + Files.size(file));
      addContent(hash, file);
    } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      update(hash, "folder");
    } else {
      update(hash, "gone");
    }
  }

  private static void addContent(MessageDigest hash, Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        hash.update(buffer, 0, read);
      }
    }
  }

  private static void update(MessageDigest hash, String text) {
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    hash.update((byte) 0);
  }
}
