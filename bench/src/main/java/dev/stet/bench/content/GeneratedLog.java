package dev.stet.bench.content;

import dev.stet.log.Checkpoint;
import dev.stet.log.Cosignature;
import dev.stet.log.EntryBundle;
import dev.stet.log.Frontier;
import dev.stet.log.Hash;
import dev.stet.log.KeyType;
import dev.stet.log.Leaf;
import dev.stet.log.Note;
import dev.stet.log.Policy;
import dev.stet.log.ProofFile;
import dev.stet.log.Proofs;
import dev.stet.log.SigningKey;
import dev.stet.log.Tile;
import dev.stet.log.TileReader;
import dev.stet.log.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A log of tags in a folder, with the files and paths that a registry serves: a genesis, then
 * assignments of tags that differ. Three others have cosigned it. Immutable, once it is written.
 */
public final class GeneratedLog {
  private static final String ORIGIN = "log.example/bench";
  private static final String REPOSITORY = "shop/platform/api";
  private static final String COSIGNER = "cosigner.example/";
  private static final long BEGIN = 1_700_000_000_000L; // Unix time in milliseconds

  private final Path folder;
  private final int size;
  private final SigningKey key;
  private final Note checkpoint;
  private final Policy policy;

  private GeneratedLog(Path folder, int size, Hash root, SecureRandom random) throws IOException {
    this.folder = folder;
    this.size = size;
    this.key = SigningKey.generate(ORIGIN, KeyType.ED25519, random);
    List<SigningKey> cosigners =
        Stream.of("1", "2", "3")
            .map(it -> SigningKey.generate(COSIGNER + it, KeyType.COSIGNATURE, random))
            .toList();
    Note note = Note.sign(new Checkpoint(ORIGIN, size, root).text(), key);
    for (SigningKey cosigner : cosigners) {
      note = note.with(Cosignature.sign(cosigner, note.text(), BEGIN / 1000));
    }
    this.checkpoint = note;
    this.policy = policy(key.verifier(), cosigners);
    Files.writeString(folder.resolve("checkpoint"), note.encoded());
  }

  /** Wants the signatures of the log and of all cosigners. */
  private static Policy policy(VerifierKey log, List<SigningKey> cosigners) {
    List<Policy.Member> members = new ArrayList<>();
    for (SigningKey cosigner : cosigners) {
      String name = "w" + (members.size() + 1);
      members.add(new Policy.Witness(name, cosigner.verifier(), Optional.empty()));
    }
    List<String> names = members.stream().map(Policy.Member::name).toList();
    members.add(new Policy.Group("all", names.size(), names));
    return new Policy(log, Optional.empty(), members, Optional.of("all"));
  }

  /**
   * Writes a log.
   *
   * @param folder is made
   * @param size how many entries it has, at least 2
   */
  public static GeneratedLog write(Path folder, int size, SecureRandom random) throws IOException {
    Files.createDirectories(folder);
    Frontier edge = Frontier.empty();
    List<List<Hash>> rows = new ArrayList<>();
    List<byte[]> entries = new ArrayList<>();
    for (int index = 0; index < size; index++) {
      byte[] entry = leaf(index).bytes();
      Hash hash = Hash.leaf(entry);
      entries.add(entry);
      edge.append(hash);
      append(rows, 0, hash);
      if (entries.size() == Tile.WIDTH || index == size - 1) {
        EntryBundle bundle = new EntryBundle(index / Tile.WIDTH, entries.size());
        writeFile(folder, bundle.path(), EntryBundle.encode(entries));
        entries.clear();
      }
    }
    for (Tile tile : Tile.all(size)) {
      writeFile(folder, tile.path(), row(rows.get(tile.level()), tile));
    }
    return new GeneratedLog(folder, size, edge.root(), random);
  }

  private static Leaf leaf(int index) {
    return index == 0
        ? new Leaf.Genesis(ORIGIN, Optional.empty(), BEGIN)
        : new Leaf.Assign(
            REPOSITORY,
            tag(index),
            "sha256:%064x".formatted(index),
            BEGIN + index,
            Optional.of(Hash.leaf(tag(index).getBytes(StandardCharsets.US_ASCII))));
  }

  private static String tag(int index) {
    return "main-%07x".formatted(index);
  }

  /** Appends a hash to the row of a level, and what is full to the level above. */
  private static void append(List<List<Hash>> rows, int level, Hash hash) {
    if (rows.size() == level) {
      rows.add(new ArrayList<>());
    }
    List<Hash> row = rows.get(level);
    row.add(hash);
    if (row.size() % Tile.WIDTH == 0) {
      Frontier full = Frontier.empty();
      row.subList(row.size() - Tile.WIDTH, row.size()).forEach(full::append);
      append(rows, level + 1, full.root());
    }
  }

  private static byte[] row(List<Hash> hashes, Tile tile) {
    byte[] bytes = new byte[tile.width() * Hash.SIZE];
    int start = (int) tile.n() * Tile.WIDTH;
    for (int i = 0; i < tile.width(); i++) {
      System.arraycopy(hashes.get(start + i).bytes(), 0, bytes, i * Hash.SIZE, Hash.SIZE);
    }
    return bytes;
  }

  private static void writeFile(Path folder, String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Where its files are. */
  public Path folder() {
    return folder;
  }

  /** How many entries it has. */
  public int size() {
    return size;
  }

  /** The key that its checkpoint is signed by. */
  public VerifierKey key() {
    return key.verifier();
  }

  /** The file that proves an assignment. */
  public byte[] proof(int index) {
    TileReader tiles = this::read;
    ProofFile proof =
        new ProofFile(leaf(index), index, Proofs.inclusion(index, size, tiles), checkpoint);
    return proof.text().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] read(Tile tile) {
    try {
      return Files.readAllBytes(folder.resolve(tile.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Verifies the file that proves an assignment, as {@code stet verify} does.
   *
   * @throws dev.stet.log.VerificationException if it does not
   */
  public void verify(byte[] proof, int index) {
    var _ = ProofFile.parse(proof).verify(policy, REPOSITORY, tag(index));
  }
}
