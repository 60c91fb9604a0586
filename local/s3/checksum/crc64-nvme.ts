/** The polynomial of the NVM Express specification (64b CRC), bits reflected. */
export const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

/** Per distance (0 to 7 further bytes) and byte: the low and the high half of what the byte adds. */
const LOW = new Int32Array(8 * 256);
const HIGH = new Int32Array(8 * 256);

for (let byte = 0; byte < 256; byte += 1) {
  let crc = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ CRC64NVME_POLYNOMIAL : crc >> 1n;
  store(byte, crc);
}
for (let position = 256; position < 8 * 256; position += 1) {
  const before = join(at(LOW, position - 256), at(HIGH, position - 256));
  const next = Number(before & 0xffn);
  store(position, (before >> 8n) ^ join(at(LOW, next), at(HIGH, next)));
}

function store(position: number, crc: bigint): void {
  LOW[position] = Number(BigInt.asIntN(32, crc));
  HIGH[position] = Number(BigInt.asIntN(32, crc >> 32n));
}

function join(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function at(table: Int32Array, position: number): number {
  return table[position] as number;
}

/** Continues a CRC-64/NVME over further bytes; start with 0. */
export function crc64nvme(bytes: Uint8Array, value = 0n): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let low = ~Number(BigInt.asIntN(32, value));
  let high = ~Number(BigInt.asIntN(32, value >> 32n));
  let position = 0;
  for (const end = bytes.length - 7; position < end; position += 8) {
    const a = low ^ view.getInt32(position, true);
    const b = high ^ view.getInt32(position + 4, true);
    const [i7, i6, i5, i4] = [
      0x700 | (a & 0xff),
      0x600 | ((a >>> 8) & 0xff),
      0x500 | ((a >>> 16) & 0xff),
      0x400 | (a >>> 24),
    ];
    const [i3, i2, i1, i0] = [
      0x300 | (b & 0xff),
      0x200 | ((b >>> 8) & 0xff),
      0x100 | ((b >>> 16) & 0xff),
      b >>> 24,
    ];
    low =
      at(LOW, i7) ^
      at(LOW, i6) ^
      at(LOW, i5) ^
      at(LOW, i4) ^
      at(LOW, i3) ^
      at(LOW, i2) ^
      at(LOW, i1) ^
      at(LOW, i0);
    high =
      at(HIGH, i7) ^
      at(HIGH, i6) ^
      at(HIGH, i5) ^
      at(HIGH, i4) ^
      at(HIGH, i3) ^
      at(HIGH, i2) ^
      at(HIGH, i1) ^
      at(HIGH, i0);
  }
  for (; position < bytes.length; position += 1) {
    const index = (low ^ (bytes[position] as number)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ at(LOW, index);
    high = (high >>> 8) ^ at(HIGH, index);
  }
  return join(~low, ~high);
}
