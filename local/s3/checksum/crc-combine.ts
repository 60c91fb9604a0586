import { CRC32C_POLYNOMIAL } from './crc32c.ts';
import { CRC64NVME_POLYNOMIAL } from './crc64-nvme.ts';

/** A CRC whose bits are reflected, and that begins and ends with all bits turned, as all three of S3's do. */
interface Crc {
  readonly bits: number;
  readonly polynomial: bigint;
}

const CRCS: Readonly<Record<'CRC32' | 'CRC32C' | 'CRC64NVME', Crc>> = {
  CRC32: { bits: 32, polynomial: 0xedb88320n },
  CRC32C: { bits: 32, polynomial: BigInt(CRC32C_POLYNOMIAL) },
  CRC64NVME: { bits: 64, polynomial: CRC64NVME_POLYNOMIAL },
};

/**
 * The CRC of pieces joined, from the CRC and size in bytes of each: no byte is read again.
 * crc(AB) = crc(A) * x^(8 * size of B) + crc(B) over GF(2), modulo the polynomial.
 */
export function combineCrcs(
  name: keyof typeof CRCS,
  pieces: readonly { readonly crc: bigint; readonly size: number }[],
): bigint {
  const crc = CRCS[name];
  // Nearly all parts of an upload have one size.
  const shifts = new Map<number, bigint>();
  return pieces.reduce((sum, piece) => {
    const shift = shifts.get(piece.size) ?? powerOfX(crc, BigInt(piece.size) * 8n);
    shifts.set(piece.size, shift);
    return multiply(crc, sum, shift) ^ piece.crc;
  }, 0n);
}

/** x^exponent modulo the polynomial; the highest bit stands for x^0. */
function powerOfX(crc: Crc, exponent: bigint): bigint {
  let result = 1n << BigInt(crc.bits - 1);
  let square = result >> 1n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(crc, result, square);
    square = multiply(crc, square, square);
  }
  return result;
}

function multiply({ bits, polynomial }: Crc, a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = 1n << BigInt(bits - 1); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}
