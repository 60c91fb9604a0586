import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '#local/identity/identity.ts';

const BIN = fileURLToPath(new URL('../../cli/casebell.mjs', import.meta.url));

let server: Server;
let desk: string;

const listen = (it: Server) =>
  new Promise<string>((resolve) =>
    it.listen(0, '127.0.0.1', () => {
      const address = it.address();
      resolve(typeof address === 'object' && address !== null ? `http://localhost:${address.port}` : '');
    }),
  );

beforeAll(async () => {
  const identity = await createIdentity({
    stateDir: mkdtempSync(join(tmpdir(), 'casebell-cli-')),
    clock: { now: () => Date.parse('2026-03-12T19:03:58.000Z') },
    poolId: 'us-east-1_People',
    clientId: 'portal',
    deskUrl: () => desk,
  });
  server = createServer((request, response) => void identity.handle(request, response));
  desk = await listen(server);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function casebell(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [BIN, ...args],
      { env: { PATH: '', NO_COLOR: '1' } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
      },
    );
  });
}

describe('casebell token', () => {
  it('prints only the token', async () => {
    const { code, stdout, stderr } = await casebell('token', 'Dana', '--desk', desk);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(decodeJwt(stdout.trim()).email).toBe('dana.fox@northwind-optics.example');
  });

  it('says who there is when the person is unknown', async () => {
    const { code, stdout, stderr } = await casebell('token', 'zoe', '--desk', desk);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Nobody here is called "zoe"\. There are: rita \(Rita Lindqvist\), .*\n$/);
  });

  it('says what to do when no desk runs', async () => {
    const free = createServer();
    const address = await listen(free);
    await new Promise((resolve) => free.close(resolve));
    expect(await casebell('token', 'dana', '--desk', address)).toEqual({
      code: 1,
      stdout: '',
      stderr: `No desk answers at ${address}. Start one with "npm start", or name its address with --desk.\n`,
    });
  });

  it.each([
    [503, 'is still starting. Try again in a few seconds.'],
    [200, 'is not a local Casebell desk.'],
  ])('explains an answer %i that is no token', async (status, text) => {
    const other = createServer((_request, response) => response.writeHead(status).end('hello'));
    const address = await listen(other);
    const { code, stderr } = await casebell('token', 'dana', '--desk', address);
    expect(code).toBe(1);
    expect(stderr).toContain(text);
    other.closeAllConnections();
    other.close();
  });
});

describe('asking wrongly', () => {
  it.each([
    [['tokken', 'dana'], 'There is no command "tokken". See casebell --help.\n'],
    [['toString'], 'There is no command "toString". See casebell --help.\n'],
    [['token', 'dana', '--dekk', 'x'], 'casebell token has no option "--dekk". See casebell token --help.\n'],
    [['token', 'dana', '--desk', 'nowhere'], '"nowhere" is not an address such as http://localhost:4600.\n'],
    [['token'], 'Missing required positional argument: PERSON. See casebell token --help.\n'],
  ])('%j exits with 2', async (args, stderr) => {
    expect(await casebell(...args)).toEqual({ code: 2, stdout: '', stderr });
  });
});

describe('--help', () => {
  it.each([[['--help']], [['token', '--help']]])('%j explains on stdout', async (args) => {
    const { code, stdout, stderr } = await casebell(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('token');
    expect(stdout).toContain('demo person');
  });
});
