/** Bytes that SHA-256 takes at once (FIPS 180-4). */
const BLOCK = 64;

const ROUNDS = 64;

/** What the rounds add, one after the other, and what the hash begins with: bits of roots of the first primes. */
const CONSTANTS = Int32Array.from(firstPrimes(ROUNDS), (prime) => fractionOf(Math.cbrt(prime)));
const BEGIN = Int32Array.from(firstPrimes(8), (prime) => fractionOf(Math.sqrt(prime)));

/**
 * SHA-256 of bytes that come one chunk after the other, in the memory of one chunk. WebCrypto is several times as fast,
 * but wants all bytes at once, and a part of a file of terabytes is larger than a page should hold.
 * https://doi.org/10.6028/NIST.FIPS.180-4
 */
export class LongSha256 {
  readonly #state = BEGIN.slice();
  readonly #schedule = new Int32Array(ROUNDS);
  #length = 0;
  #ended = false;

  /** Takes the next bytes. Every chunk but the last is a multiple of 64 bytes; throws RangeError after another one. */
  update(chunk: Uint8Array): void {
    if (this.#ended) throw new RangeError('The last chunk, of other than a multiple of 64 bytes, has come.');
    this.#length += chunk.length;
    const whole = chunk.length - (chunk.length % BLOCK);
    compress(this.#state, this.#schedule, new DataView(chunk.buffer, chunk.byteOffset, whole), whole);
    if (whole < chunk.length) this.#end(chunk.subarray(whole));
  }

  /** The hash of everything that came. */
  digest(): Uint8Array {
    if (!this.#ended) this.#end(new Uint8Array(0));
    const hash = new DataView(new ArrayBuffer(32));
    this.#state.forEach((word, at) => {
      hash.setInt32(at * 4, word);
    });
    return new Uint8Array(hash.buffer);
  }

  /** The last bytes, a one bit, zeros, and the length in bits. */
  #end(rest: Uint8Array): void {
    this.#ended = true;
    const last = new Uint8Array(rest.length + 9 <= BLOCK ? BLOCK : 2 * BLOCK);
    last.set(rest);
    last[rest.length] = 0x80;
    const blocks = new DataView(last.buffer);
    blocks.setBigUint64(last.length - 8, BigInt(this.#length) * 8n);
    compress(this.#state, this.#schedule, blocks, last.length);
  }
}

/**
 * Takes whole blocks into the state. Plain variables and indices: with destructuring it is half as fast. The casts are
 * of places that arrays of fixed length have.
 */
function compress(state: Int32Array, schedule: Int32Array, blocks: DataView, length: number): void {
  let h0 = state[0] as number;
  let h1 = state[1] as number;
  let h2 = state[2] as number;
  let h3 = state[3] as number;
  let h4 = state[4] as number;
  let h5 = state[5] as number;
  let h6 = state[6] as number;
  let h7 = state[7] as number;
  for (let at = 0; at < length; at += BLOCK) {
    expand(schedule, blocks, at);
    let a = h0;
    let b = h1;
    let c = h2;
    let d = h3;
    let e = h4;
    let f = h5;
    let g = h6;
    let h = h7;
    for (let round = 0; round < ROUNDS; round++) {
      const sigma1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const choice = (e & f) ^ (~e & g);
      const added = ((CONSTANTS[round] as number) + (schedule[round] as number)) | 0;
      const first = (h + sigma1 + choice + added) | 0;
      const sigma0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      const majority = (a & b) ^ (a & c) ^ (b & c);
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + sigma0 + majority) | 0;
    }
    h0 = (h0 + a) | 0;
    h1 = (h1 + b) | 0;
    h2 = (h2 + c) | 0;
    h3 = (h3 + d) | 0;
    h4 = (h4 + e) | 0;
    h5 = (h5 + f) | 0;
    h6 = (h6 + g) | 0;
    h7 = (h7 + h) | 0;
  }
  state.set([h0, h1, h2, h3, h4, h5, h6, h7]);
}

/** The message schedule of one block. */
function expand(schedule: Int32Array, blocks: DataView, at: number): void {
  for (let t = 0; t < 16; t++) schedule[t] = blocks.getInt32(at + t * 4);
  for (let t = 16; t < ROUNDS; t++) {
    const x = schedule[t - 15] as number;
    const y = schedule[t - 2] as number;
    const sigma0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3);
    const sigma1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10);
    schedule[t] = ((schedule[t - 16] as number) + sigma0 + (schedule[t - 7] as number) + sigma1) | 0;
  }
}

function rotated(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

/** The first 32 bits of what is behind the point. */
function fractionOf(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}
