import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ChecksumAlgorithm } from './algorithm.ts';
import { crc32c } from './crc32c.ts';
import { crc64nvme } from './crc64-nvme.ts';

/** What can be computed while a body streams by. */
export type DigestName = ChecksumAlgorithm | 'MD5';

/** A digest in the making. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** The digest of all bytes so far; nothing may follow. */
  end(): Buffer;
}

/** Starts a digest. */
export function startDigest(name: DigestName): Digest {
  switch (name) {
    case 'CRC32':
      return crc(4, crc32);
    case 'CRC32C':
      return crc(4, crc32c);
    case 'CRC64NVME':
      return crc64();
    default: {
      const hash = createHash(name.toLowerCase());
      return { update: (bytes) => void hash.update(bytes), end: () => hash.digest() };
    }
  }
}

function crc(size: number, advance: (bytes: Uint8Array, value: number) => number): Digest {
  let value = 0;
  return {
    update(bytes) {
      value = advance(bytes, value);
    },
    end() {
      const result = Buffer.alloc(size);
      result.writeUInt32BE(value);
      return result;
    },
  };
}

function crc64(): Digest {
  let value = 0n;
  return {
    update(bytes) {
      value = crc64nvme(bytes, value);
    },
    end() {
      const result = Buffer.alloc(8);
      result.writeBigUInt64BE(value);
      return result;
    },
  };
}
