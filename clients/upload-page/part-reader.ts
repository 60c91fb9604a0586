/**
 * Reads a part of a file piece by piece into one buffer. A page that takes a new one for every piece holds several times
 * as much, since the browser collects them late.
 */
export class PartReader {
  #memory = new ArrayBuffer(0);

  /** The pieces of a part in order, each `length` bytes but the last; a piece is good until the next one. */
  async *pieces(part: Blob, length: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const reader = byteReader(part);
    const most = Math.min(length, part.size);
    if (this.#memory.byteLength < most) this.#memory = new ArrayBuffer(most);
    try {
      for (let at = 0; at < part.size; at += length) {
        const wanted = Math.min(length, part.size - at);
        yield reader
          ? await this.#fill(reader, wanted)
          : new Uint8Array(await part.slice(at, at + wanted).arrayBuffer());
      }
    } finally {
      await reader?.cancel();
    }
  }

  async #fill(reader: ReadableStreamBYOBReader, wanted: number): Promise<Uint8Array<ArrayBuffer>> {
    for (let filled = 0; filled < wanted; ) {
      const { value } = await reader.read(new Uint8Array(this.#memory, filled, wanted - filled));
      if (!value || value.length === 0) throw new RangeError('The file has become shorter.');
      // The buffer goes to the stream and comes back under another name.
      this.#memory = value.buffer;
      filled += value.length;
    }
    return new Uint8Array(this.#memory, 0, wanted);
  }
}

/** Null where the browser reads files only into buffers of its own. */
function byteReader(part: Blob): ReadableStreamBYOBReader | null {
  try {
    return part.stream().getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}
