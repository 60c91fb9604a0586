import { describe, expect, test } from 'vitest';
import { columns, wrapText } from '#shared/mail/wrap-text.ts';

describe('wrapping a paragraph', () => {
  test('breaks at spaces, and only where needed', () => {
    expect(wrapText('one two three', 13)).toBe('one two three');
    expect(wrapText('one two three', 12)).toBe('one two\nthree');
  });

  test('keeps an address whole on a line of its own', () => {
    expect(wrapText('see https://desk.example.com/requests now', 10)).toBe(
      'see\nhttps://desk.example.com/requests\nnow',
    );
  });

  test('breaks between Chinese and Japanese characters, which take two columns', () => {
    expect(columns('日本 go')).toBe(7);
    expect(wrapText('日本語の文章です', 8)).toBe('日本語の\n文章です');
  });

  test('starts no line with a closing mark and ends none with an opening one', () => {
    expect(wrapText('日本語。文章', 6)).toBe('日本\n語。文\n章');
    expect(wrapText('日本「語」文', 6)).toBe('日本\n「語」\n文');
    expect(wrapText('サーバー', 6)).toBe('サー\nバー');
  });

  test('loses no character, whatever they are', () => {
    const text = 'A（b）。。「「x 漢字、😀 （） ） （ end';
    for (let width = 1; width < 40; width++) {
      expect(wrapText(text, width).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }
  });

  test('an empty paragraph stays empty', () => {
    expect(wrapText('', 10)).toBe('');
  });
});
