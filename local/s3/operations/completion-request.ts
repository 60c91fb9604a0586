import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm, checksumElement } from '../checksum/algorithm.ts';
import { S3Error } from '../s3-error.ts';
import { childrenNamed, type ReadElement, readXml, textOf } from '../xml-reader.ts';

/** A part as CompleteMultipartUpload names it. */
export interface NamedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
  /** Base64, as given. */
  readonly checksums: Readonly<Partial<Record<ChecksumAlgorithm, string>>>;
}

const MOST_PARTS = 10_000;

/** Reads the body of CompleteMultipartUpload: at least one part, numbers ascending. */
export function readCompletion(xml: string): NamedPart[] {
  const parts = childrenNamed(readXml(xml, 'CompleteMultipartUpload'), 'Part').map(readPart);
  if (parts.length === 0 || parts.length > MOST_PARTS) throw new S3Error('MalformedXML');
  parts.forEach((part, position) => {
    const before = parts[position - 1];
    if (before !== undefined && before.number >= part.number) throw new S3Error('InvalidPartOrder');
  });
  return parts;
}

function readPart(element: ReadElement): NamedPart {
  const [number, etag] = [textOf(element, 'PartNumber')?.trim(), textOf(element, 'ETag')?.trim()];
  if (number === undefined || etag === undefined || !/^\d{1,5}$/.test(number))
    throw new S3Error('MalformedXML');
  const checksums = CHECKSUM_ALGORITHMS.flatMap((algorithm): [ChecksumAlgorithm, string][] => {
    const value = textOf(element, checksumElement(algorithm))?.trim();
    return value === undefined ? [] : [[algorithm, value]];
  });
  return {
    number: Number(number),
    etag: etag.replaceAll('"', ''),
    checksums: Object.fromEntries(checksums),
  };
}
