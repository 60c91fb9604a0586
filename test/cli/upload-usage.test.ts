import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ALL_COMMANDS } from '#cli/all-commands.ts';
import { main } from '#cli/main.ts';
import { NUMBER } from '#test/support/upload-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'casebell-usage-'));
const file = join(folder, 'bundle.tgz');
writeFileSync(file, 'bytes');
mkdirSync(join(folder, 'logs'));

afterEach(() => vi.unstubAllEnvs());

async function upload(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(['upload', ...args], ALL_COMMANDS, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { code, out, err };
}

describe('asking casebell upload wrongly ends with 2 and says what to do', () => {
  it.each([
    [[], 'Missing required positional argument: FILES. See casebell upload --help.'],
    [['FILE', '--token', 't'], 'Say which request the files belong to: --request NUMBER.'],
    [
      ['FILE', '--request', '26123456788', '--token', 't'],
      '26123456788: the check digit of this SR number does not fit: a digit is mistyped.',
    ],
    [
      ['-', '--request', 'NUMBER', '--token', 't'],
      'Standard input cannot be uploaded: it has no size, and could not be gone on with. Save it to a file first.',
    ],
    [['/nowhere/x', '--request', 'NUMBER', '--token', 't'], 'There is no file /nowhere/x.'],
    [
      ['LOGS', '--request', 'NUMBER', '--token', 't'],
      `LOGS is a folder. Pack it first: tar -czf logs.tgz LOGS`,
    ],
    [
      ['/dev/null', '--request', 'NUMBER', '--token', 't'],
      '/dev/null is no regular file, and what has no fixed size cannot be gone on with. Save it to a file first.',
    ],
    [
      ['FILE', '--request', 'NUMBER'],
      'Say who uploads: a ticket in CASEBELL_TICKET or --ticket-file, a bearer token in CASEBELL_TOKEN, or --as PERSON on a local desk.',
    ],
    [
      ['FILE', '--request', 'NUMBER', '--token', 't', '--as', 'dana'],
      '--token, --as and --ticket-file each say who uploads: give one of them.',
    ],
    [
      ['FILE', '--request', 'NUMBER', '--token', 'a b'],
      'The token is not one: it is empty or has characters that no token has.',
    ],
    [
      ['FILE', '--request', 'NUMBER', '--token', 't', '--desk', 'nowhere'],
      '"nowhere" is not an address such as http://localhost:4600.',
    ],
    [
      ['FILE', '--request', 'NUMBER', '--token', 't', '--desk', 'localhost:4731'],
      '"localhost:4731" has no http:// or https:// before it. Write http://localhost:4731, or https://localhost:4731.',
    ],
    [
      ['FILE', '--request', 'NUMBER', '--as', 'dana', '--desk', 'desk.example/prod'],
      '"desk.example/prod" has no http:// or https:// before it. Write http://desk.example/prod, or https://desk.example/prod.',
    ],
    [
      ['FILE', '--request', 'NUMBER', '--as', 'dana', '--desk', 'ftp://desk.example'],
      '"ftp://desk.example" is not an address such as http://localhost:4600.',
    ],
    [
      ['FILE', '--request', 'NUMBER', '--token', 't', '--limit-rate', 'fast'],
      '"fast" is no rate. Write bytes a second, such as 500K, 10M or 1G.',
    ],
    [
      ['FILE', '--request', 'NUMBER', '--token', 't', '--limit-rate', '0'],
      '0 is too slow: connections would be taken to be dead. --limit-rate takes 1K or more.',
    ],
    [
      ['FILE', '--request', 'NUMBER', '--token', 't', '--concurrency', '0'],
      '--concurrency takes a number from 1 to 64, not "0".',
    ],
    [['FILE', '--request', 'NUMBER', '--token', 't', '--concurrency'], '--concurrency needs a value.'],
    [
      ['FILE', '--request', 'NUMBER', '--ticket-file', '/nowhere/t'],
      'The ticket cannot be read from /nowhere/t.',
    ],
    [
      ['FILE', '--ticket-file', 'FILE'],
      'What is in FILE is no upload ticket. It is the address that the desk gave you, or the 32 characters at its end.',
    ],
    [['FILE', '--fast'], 'casebell upload has no option "--fast". See casebell upload --help.'],
  ])('%j', async (args, sentence) => {
    const real = (text: string) =>
      text.replaceAll('FILE', file).replaceAll('LOGS', join(folder, 'logs')).replaceAll('NUMBER', NUMBER);
    // Options are written as they are; only values and sentences name the file and the request.
    const given = args.map((one) => (one.startsWith('--') ? one : real(one)));
    const told = args[0] === undefined || sentence.includes('--request NUMBER') ? sentence : real(sentence);
    expect(await upload(...given)).toEqual({ code: 2, out: [], err: [told] });
  });

  it('a ticket and a token at once may mean two people', async () => {
    vi.stubEnv('CASEBELL_TICKET', 'abcdefghjkmnpqrstvwxyz0123456789');
    vi.stubEnv('CASEBELL_TOKEN', 't');
    expect(await upload(file)).toEqual({
      code: 2,
      out: [],
      err: ['CASEBELL_TICKET and CASEBELL_TOKEN both say who uploads: unset one.'],
    });
  });
});

describe('casebell upload --help', () => {
  it('documents exit codes, events and the environment', async () => {
    const { code, out } = await upload('--help');
    expect(code).toBe(0);
    for (const told of ['CASEBELL_TICKET', 'CASEBELL_TOKEN', '"event":"progress"', '"event":"failed"', '130'])
      expect(out.join('\n')).toContain(told);
  });
});
