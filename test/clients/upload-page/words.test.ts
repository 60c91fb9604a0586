import { describe, expect, it } from 'vitest';
import type { Progress } from '#clients/upload/progress.ts';
import { exactBytesText, leftText } from '#clients/upload-page/amounts.ts';
import {
  amountWords,
  paceWords,
  percentSent,
  percentStored,
  stateWords,
} from '#clients/upload-page/job-words.ts';
import { verifyCommand } from '#clients/upload-page/verify-command.ts';
import { amountText } from '#shared/uploads/amount-text.ts';

const HERE = { online: true, signedIn: true };

const progress = (change: Partial<Progress>): Progress => ({
  state: 'sending',
  bytesSent: 300,
  bytesVerified: 200,
  bytesTotal: 1000,
  partsDone: 2,
  parts: 10,
  rate: 50,
  eta: 14,
  retries: 0,
  ...change,
});

describe('the state of an upload in words', () => {
  it.each([
    [{ state: 'preparing' }, HERE, 'hashing'],
    [{ state: 'sending' }, HERE, 'sending'],
    [{ state: 'sending', bytesSent: 200, rate: 0 }, HERE, 'hashing'],
    [{ state: 'sending' }, { online: false, signedIn: true }, 'offline, waiting'],
    [{ state: 'offline' }, HERE, 'offline, waiting'],
    [{ state: 'paused' }, { online: false, signedIn: true }, 'paused'],
    [{ state: 'paused' }, { online: true, signedIn: false }, 'signed out, waiting'],
    [{ state: 'completing' }, HERE, 'checking'],
    [{ state: 'verifying', bytesVerified: 1000 }, HERE, 'checking'],
    [{ state: 'verified' }, { online: false, signedIn: false }, 'verified'],
    [{ state: 'ended' }, HERE, 'stopped'],
  ] as const)('%j is %s: %s', (change, circumstances, words) => {
    expect(stateWords(progress(change), circumstances)).toBe(words);
  });

  it('counts what is stored, not what is on its way', () => {
    expect(amountWords(progress({}))).toBe('2 of 10 parts, 200 B of 1000 B stored');
    expect(amountWords(progress({ parts: 1, partsDone: 0 }))).toBe('0 of 1 part, 200 B of 1000 B stored');
    expect(amountWords(progress({ parts: 0 }))).toBe('1000 B');
    expect(percentStored(progress({}))).toBe(20);
    expect(percentSent(progress({}))).toBe(30);
  });

  it('is whole only when all of it is stored', () => {
    expect(percentStored(progress({ bytesVerified: 999 }))).toBe(99);
    expect(percentStored(progress({ bytesTotal: 0, state: 'verifying' }))).toBe(0);
    expect(percentStored(progress({ bytesTotal: 0, state: 'verified' }))).toBe(100);
  });

  it('tells pace and time left only while something is sent', () => {
    expect(paceWords(progress({}))).toBe('50 B/s, less than a minute left');
    expect(paceWords(progress({ eta: null }))).toBe('50 B/s');
    expect(paceWords(progress({ state: 'paused' }))).toBe('');
    expect(paceWords(progress({ rate: 0 }))).toBe('');
  });
});

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [136_314_880, '130 MiB'],
    [5 * 1024 ** 4, '5.0 TiB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(amountText(bytes)).toBe(text);
  });

  it('are told to the byte where two files are compared', () => {
    expect(exactBytesText(3001)).toBe('2.9 KiB (3,001 bytes)');
    expect(exactBytesText(12)).toBe('12 bytes');
  });

  it.each([
    [3, 'a few seconds left'],
    [59, 'less than a minute left'],
    [61, '1 min left'],
    [3599, '1 h left'],
    [12_000, '3 h 20 min left'],
    [86_400 * 2 + 3600 * 4, '2 d 4 h left'],
    [86_399, '1 d left'],
  ])('%d s are %s', (seconds, text) => {
    expect(leftText(seconds)).toBe(text);
  });
});

describe('the line that verifies a copy', () => {
  const digest = `${'ab'.repeat(32)}-2`;

  it.each([
    ['bundle.tgz', 'bundle.tgz'],
    ['my logs (1).tgz', "'my logs (1).tgz'"],
    ["o'brien.log", "'o'\\''brien.log'"],
    ['-rf', './-rf'],
    ['ログ.tgz', "'ログ.tgz'"],
    ['$(reboot).log', "'$(reboot).log'"],
  ])('names %s as the shell reads it', (name, word) => {
    expect(verifyCommand(name, digest)).toBe(`casebell verify ${word} --digest ${digest}`);
  });
});
