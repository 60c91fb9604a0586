/** The Castagnoli polynomial, bits reflected (RFC 3720, appendix B.4). */
export const CRC32C_POLYNOMIAL = 0x82f63b78;

/** Table k advances a byte past k further bytes, so that eight bytes take eight look-ups and no loop between. */
const TABLES: readonly Int32Array[] = makeTables();

function makeTables(): Int32Array[] {
  const first = new Int32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? CRC32C_POLYNOMIAL : 0);
    first[byte] = crc;
  }
  const tables = [first];
  for (let k = 1; k < 8; k += 1) {
    const before = tables[k - 1] as Int32Array;
    tables.push(before.map((crc) => (crc >>> 8) ^ at(first, crc & 0xff)));
  }
  return tables;
}

function at(table: Int32Array, position: number): number {
  return table[position] as number;
}

/** Continues a CRC-32C over further bytes; start with 0. An unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array, value = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let crc = ~value;
  let position = 0;
  for (const end = bytes.length - 7; position < end; position += 8) {
    const low = crc ^ view.getInt32(position, true);
    const high = view.getInt32(position + 4, true);
    crc =
      at(t7, low & 0xff) ^
      at(t6, (low >>> 8) & 0xff) ^
      at(t5, (low >>> 16) & 0xff) ^
      at(t4, low >>> 24) ^
      at(t3, high & 0xff) ^
      at(t2, (high >>> 8) & 0xff) ^
      at(t1, (high >>> 16) & 0xff) ^
      at(t0, high >>> 24);
  }
  for (; position < bytes.length; position += 1) {
    crc = (crc >>> 8) ^ at(t0, (crc ^ (bytes[position] as number)) & 0xff);
  }
  return ~crc >>> 0;
}
