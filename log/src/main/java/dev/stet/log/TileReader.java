package dev.stet.log;

/** Where the tiles of a log are read from. */
@FunctionalInterface
public interface TileReader {
  /**
   * The hashes of a tile, 32 bytes each, as many as the tile's width says. Nothing is believed of
   * them: what is made of them is checked against a root.
   *
   * @throws MalformedException if the tile is not there, or not of this width
   */
  byte[] read(Tile tile);
}
