import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { contentDisposition, safeFileName, shownFileName } from '#shared/uploads/file-name.ts';

describe('a file name as it is shown', () => {
  test.each([
    ['bundle.tgz', 'bundle.tgz'],
    ['it\'s "new".log', 'it\'s "new".log'],
    ['a\r\nSet-Cookie: x', 'aSet-Cookie: x'],
    ['\u001b[31mred\u0007', '[31mred'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['日志 2026.zip', '日志 2026.zip'],
    ['سجل.zip', 'سجل.zip'],
    ['half\ud83d', 'half'],
    ['🛠️.log', '🛠️.log'],
    ['e\u0301.txt', 'é.txt'],
    ['  \n ', 'file'],
    ['', 'file'],
  ])('[WRK-6] %j is %j', (name, shown) => {
    expect(shownFileName(name)).toBe(shown);
  });
});

describe('what a download is called', () => {
  test.each([
    ['bundle.tgz', 'bundle.tgz'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\logs\\vm "1".log', 'C__logs_vm 1.log'],
    ["it's `x` <b>|*?", 'its x b'],
    ['.bashrc', 'bashrc'],
    ['con.txt', '_con.txt'],
    ['trailing. ', 'trailing'],
    ['日志.zip', '日志.zip'],
    ['"', 'file'],
    ['..', 'file'],
  ])('[WRK-6] %j becomes %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('has at most 240 bytes and keeps its ending', () => {
    const safe = safeFileName(`${'日'.repeat(200)}.tar.gz`);
    expect(Buffer.byteLength(safe)).toBe(240);
    expect(safe.endsWith('日.gz')).toBe(true);
    expect(safeFileName('x'.repeat(300))).toBe('x'.repeat(240));
  });

  it('is never empty, and has nothing that ends a quoted name or leads elsewhere, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const safe = safeFileName(name);
        expect(safe).not.toBe('');
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}"'`/\\:<>|*?]/u);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(240);
        expect(safeFileName(safe)).toBe(safe);
      }),
      { numRuns: 500 },
    );
  });
});

describe('Content-Disposition', () => {
  test.each([
    ['bundle.tgz', `attachment; filename="bundle.tgz"; filename*=UTF-8''bundle.tgz`],
    ['a "b" (1)%.log', `attachment; filename="a b (1)_.log"; filename*=UTF-8''a%20b%20%281%29%25.log`],
    ['日志.zip', `attachment; filename="__.zip"; filename*=UTF-8''%E6%97%A5%E5%BF%97.zip`],
    ['a\r\nX: y', `attachment; filename="aX_ y"; filename*=UTF-8''aX_%20y`],
  ])('of %j', (name, header) => {
    expect(contentDisposition(name)).toBe(header);
  });

  it('is printable ASCII, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        expect(contentDisposition(name)).toMatch(
          /^attachment; filename="[\x20-\x21\x23-\x7e]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$/,
        );
      }),
      { numRuns: 300 },
    );
  });
});
