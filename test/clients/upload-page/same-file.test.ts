import { describe, expect, it } from 'vitest';
import { differenceFrom, hasNameOf } from '#clients/upload-page/same-file.ts';

const UPLOAD = { name: 'bundle.tgz', size: 2_000_000, mtime: '2026-11-21T10:00:00.250Z' };
const FILE = { name: 'bundle.tgz', size: 2_000_000, lastModified: Date.parse('2026-11-21T10:00:00.250Z') };

describe('[lesson 29] the file that an unfinished upload goes on with', () => {
  it('has its name, size and time', () => {
    expect(differenceFrom(UPLOAD, FILE)).toBeNull();
  });

  it('has its name as the desk shows it', () => {
    // The same letters in the form that macOS keeps, and a character that turns names around.
    const decomposed = { ...FILE, name: 'Protokoll Mu\u0308nchen\u202e.tgz' };
    expect(hasNameOf(decomposed, { ...UPLOAD, name: 'Protokoll M\u00fcnchen.tgz' })).toBe(true);
  });

  it.each([
    [{ name: 'other.tgz' }, 'That is other.tgz. This upload goes on with bundle.tgz.'],
    [
      { size: 2_000_001 },
      'This bundle.tgz is another file: it has 1.9 MiB (2,000,001 bytes), and the upload was begun with one of 1.9 MiB (2,000,000 bytes).',
    ],
    [
      { lastModified: Date.parse('2026-11-21T10:00:00.251Z') },
      'This bundle.tgz is another file, or was changed: it was last written 2026-11-21 10:00:00.251 UTC, and the upload was begun with one of 2026-11-21 10:00:00.250 UTC.',
    ],
  ])('is none with %j', (change, sentence) => {
    expect(differenceFrom(UPLOAD, { ...FILE, ...change })).toBe(sentence);
  });
});
