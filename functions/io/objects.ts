import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { base64ToHex, hexToBase64 } from '#shared/uploads/byte-text.ts';
import { type Bucket, isNamed, STORED_AS } from './bucket.ts';

/** What S3 says about a file: its size, and its SHA-256 in hex, with the number of parts where it came in parts. */
export interface ObjectFacts {
  readonly size: number;
  readonly checksum: string;
}

/** Stores a file as a whole; S3 checks its SHA-256 on receipt. One that lies there already is left as it is. */
export async function putWhole(
  { name, client }: Bucket,
  key: string,
  bytes: Uint8Array,
  sha256: string,
): Promise<void> {
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: name,
        Key: key,
        Body: bytes,
        ContentLength: bytes.length,
        ChecksumSHA256: hexToBase64(sha256),
        IfNoneMatch: '*',
        ...STORED_AS,
      }),
    );
  } catch (error) {
    if (!isNamed(error, 'PreconditionFailed')) throw error;
  }
}

/** What lies under a key; null when nothing does. */
export async function describeObject({ name, client }: Bucket, key: string): Promise<ObjectFacts | null> {
  try {
    const { ContentLength = 0, ChecksumSHA256 = '' } = await client.send(
      new HeadObjectCommand({ Bucket: name, Key: key, ChecksumMode: 'ENABLED' }),
    );
    const [hash = '', parts] = ChecksumSHA256.split('-');
    return { size: ContentLength, checksum: base64ToHex(hash) + (parts === undefined ? '' : `-${parts}`) };
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchKey')) return null;
    throw error;
  }
}

/** Removes a file; one that is no more is as good. */
export async function removeObject({ name, client }: Bucket, key: string): Promise<void> {
  await client.send(new DeleteObjectCommand({ Bucket: name, Key: key }));
}
