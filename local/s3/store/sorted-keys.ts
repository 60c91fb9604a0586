/**
 * Keys in the order S3 lists them: by their UTF-8 bytes. Within this set a key is kept as a text of its bytes
 * (Latin-1), which compares the same way; JavaScript's own order differs beyond the basic plane.
 */
export class SortedKeys {
  readonly #keys: string[];

  constructor(keys: Iterable<string> = []) {
    this.#keys = [...keys].map(keyBytes).sort((a, b) => (a < b ? -1 : 1));
  }

  add(key: string): void {
    const bytes = keyBytes(key);
    const position = this.position(bytes);
    if (this.#keys[position] !== bytes) this.#keys.splice(position, 0, bytes);
  }

  delete(key: string): void {
    const bytes = keyBytes(key);
    const position = this.position(bytes);
    if (this.#keys[position] === bytes) this.#keys.splice(position, 1);
  }

  /** The key at a position, as bytes; undefined past the end. */
  at(position: number): string | undefined {
    return this.#keys[position];
  }

  /** The position of the first key that is not before these bytes. */
  position(bytes: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] as string) < bytes) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A key as a text of its UTF-8 bytes. */
export function keyBytes(key: string): string {
  return Buffer.from(key, 'utf8').toString('latin1');
}

/** The key behind a text of UTF-8 bytes. */
export function keyOfBytes(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
