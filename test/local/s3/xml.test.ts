import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { S3Error } from '#local/s3/s3-error.ts';
import { xmlDocument } from '#local/s3/xml.ts';
import { childrenNamed, readXml, textOf } from '#local/s3/xml-reader.ts';

describe('what is read', () => {
  it('is elements and text, whatever the namespace', () => {
    const read = readXml(
      '\uFEFF<?xml version="1.0"?>\n<!-- all of it -->\n<s3:Delete xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/">\n <Object><Key>a &amp; b &lt;&#x1F600;&#65;</Key></Object> <Object/>\n</s3:Delete>\n',
      'Delete',
    );
    const [first, second] = childrenNamed(read, 'Object');
    expect([first && textOf(first, 'Key'), second && textOf(second, 'Key')]).toEqual([
      'a & b <\u{1f600}A',
      undefined,
    ]);
  });

  it.each([
    ['nothing', ''],
    ['text alone', 'Delete'],
    ['another document', '<Tagging/>'],
    ['two documents', '<Delete/><Delete/>'],
    ['an end that is missing', '<Delete><Object>'],
    ['an end too many', '<Delete/></Delete>'],
    ['ends in the wrong order', '<Delete><A><B></A></B></Delete>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><Delete/>'],
    ['an unknown entity', '<Delete>&b;</Delete>'],
    ['an entity without end', '<Delete>&amp</Delete>'],
    ['a section', '<Delete><![CDATA[a]]></Delete>'],
    ['a bare sign', '<Delete>a < b</Delete>'],
    ['an attribute without quotes', '<Delete a=b/>'],
    ['endless depth', `${'<Delete>'.repeat(100)}`],
    ['text after the end', '<Delete/>a'],
  ])('%s is malformed', (_name, xml) => {
    expect(() => readXml(xml, 'Delete')).toThrow(S3Error);
  });

  it('an element that may be there once is not there twice', () => {
    const read = readXml('<A><B>1</B><B>2</B><C><D/></C></A>', 'A');
    expect(() => textOf(read, 'B')).toThrow(S3Error);
    expect(() => textOf(read, 'C')).toThrow(S3Error);
  });

  it('takes no longer for what is no XML', () => {
    const begun = performance.now();
    for (const text of [`<A ${' a="b"'.repeat(100_000)}`, '<'.repeat(100_000), `<A${' '.repeat(100_000)}`]) {
      expect(() => readXml(text, 'A')).toThrow(S3Error);
    }
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

describe('what is written', () => {
  it('is read as it was, any text', () => {
    const character = fc.constantFrom(...'&<>"\'ab ;#x\u0001\t\n\r\u00e9\u{1f600}', ']]>', '&lt;');
    const text = fc.string({ unit: character });
    fc.assert(
      fc.property(text, text, (...texts) => {
        const document = xmlDocument('List', [
          ['Empty', undefined],
          ['A', texts[0]],
          ['Group', [['B', texts[1]]]],
        ]);
        const read = readXml(document, 'List');
        const [group] = childrenNamed(read, 'Group');
        expect([textOf(read, 'Empty'), textOf(read, 'A'), group && textOf(group, 'B')]).toEqual([
          undefined,
          ...texts,
        ]);
      }),
    );
  });
});
