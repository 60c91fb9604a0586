import { describe, expect, it, test } from 'vitest';
import { dispatch } from '#functions/api/dispatch.ts';
import { fingerprintOf, readIdempotencyKey } from '#functions/api/idempotency.ts';
import type { ApiDeps } from '#functions/api/route.ts';
import { HttpEvent } from '#functions/http-event.ts';
import { enrol } from '#functions/io/enrol.ts';
import type { PolicyStore } from '#functions/io/policy-store.ts';
import { openMemoryTable } from '#test/support/memory-table.ts';
import { ADA, BEN, CONTRACT, STAFF } from '#test/support/people.ts';
import { HOUSE } from '#test/support/policies.ts';
import { ANSWERS, FORM } from '#test/support/requests.ts';

describe('a fingerprint', () => {
  it('is the same for the same call only', () => {
    const prints = [
      fingerprintOf('POST /v1/requests', '{}', '{"a":1}'),
      fingerprintOf('POST /v1/requests', '{}', '{"a":2}'),
      fingerprintOf('POST /v1/requests', '{"number":"1"}', '{"a":1}'),
      fingerprintOf('POST /v1/requests/{number}/actions', '{}', '{"a":1}'),
      // Parts do not run into one another.
      fingerprintOf('POST /v1/requests{}', '', '{"a":1}'),
    ];
    expect(new Set(prints).size).toBe(prints.length);
    expect(prints[0]).toBe(fingerprintOf('POST /v1/requests', '{}', '{"a":1}'));
    expect(prints[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('an Idempotency-Key', () => {
  it('is read from the header, if there is one', () => {
    expect(readIdempotencyKey(undefined)).toBeNull();
    expect(readIdempotencyKey('0c5b1a10-0000-4000-8000-000000000001')).toBe(
      '0c5b1a10-0000-4000-8000-000000000001',
    );
    expect(readIdempotencyKey('k'.repeat(200))).toHaveLength(200);
  });

  test.each(['', 'two words', 'k'.repeat(201), 'schlüssel', 'a\nb'])('%j is none', (header) => {
    expect(() => readIdempotencyKey(header)).toThrow(
      expect.objectContaining({ name: 'InvalidIdempotencyKey' }),
    );
  });
});

/** A desk with one account, whose SR numbers count up from one. */
async function desk() {
  const table = openMemoryTable(() => undefined);
  const ben = { ...BEN, customerNumber: '1000000438' };
  await enrol(table, {
    staff: [...STAFF],
    contacts: [ADA, ben],
    contracts: [
      {
        ...CONTRACT,
        members: [
          { email: ADA.email, roles: ['pla'] },
          { email: ben.email, roles: ['sa'] },
        ],
      },
    ],
  });
  const policies: PolicyStore = { load: async () => HOUSE };
  let drawn = 0;
  const deps: ApiDeps = { table, policies, house: { name: 'house', version: 2 }, random: () => ++drawn };
  const call = (
    routeKey: string,
    options: { body?: unknown; key?: string; email?: string; at?: string; number?: string } = {},
  ) => {
    const { body, key, email = ADA.email, at = '2026-03-02T09:00:00.000Z', number } = options;
    return dispatch(
      HttpEvent.parse({
        routeKey,
        headers: key ? { 'idempotency-key': key } : {},
        ...(number && { pathParameters: { number } }),
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        isBase64Encoded: false,
        requestContext: {
          requestId: 'r',
          timeEpoch: Date.parse(at),
          authorizer: { jwt: { claims: { email, email_verified: 'true' } } },
        },
      }),
      deps,
    );
  };
  return { call, deps, heads: () => [...table.items()].filter(({ sk }) => sk === 'HEAD').length };
}

describe('a repeated filing', () => {
  const filing = { body: FORM, key: 'k1' };

  it('files once, and gets the first answer again', async () => {
    const { call, heads } = await desk();
    const first = await call('POST /v1/requests', filing);
    const second = await call('POST /v1/requests', filing);
    expect(first.status).toBe(201);
    expect(second).toEqual({ status: 201, body: first.body, headers: { 'idempotent-replayed': 'true' } });
    expect(heads()).toBe(1);
  });

  it('two at the same moment file once as well', async () => {
    const { call, heads } = await desk();
    const [one, other] = await Promise.all([
      call('POST /v1/requests', filing),
      call('POST /v1/requests', filing),
    ]);
    expect(one.body).toBe(other.body);
    expect(heads()).toBe(1);
  });

  it('with another body under the same key is refused', async () => {
    const { call, heads } = await desk();
    await call('POST /v1/requests', filing);
    const other = call('POST /v1/requests', { ...filing, body: { ...FORM, subject: 'Another' } });
    await expect(other).rejects.toMatchObject({ name: 'IdempotencyKeyReused', status: 422 });
    expect(heads()).toBe(1);
  });

  it('under the key of somebody else, or after thirty days, is a filing of its own', async () => {
    const { call, heads } = await desk();
    await call('POST /v1/requests', filing);
    await call('POST /v1/requests', { ...filing, email: BEN.email });
    expect(heads()).toBe(2);
    await call('POST /v1/requests', { ...filing, at: '2026-04-01T08:59:59.000Z' });
    expect(heads()).toBe(2);
    await call('POST /v1/requests', { ...filing, at: '2026-04-01T09:00:00.000Z' });
    expect(heads()).toBe(3);
  });

  it('that was refused is not kept: it may succeed later', async () => {
    const { call, heads } = await desk();
    const wrong = { ...filing, body: { ...FORM, product: 'Vault 8' } };
    await expect(call('POST /v1/requests', wrong)).rejects.toMatchObject({ name: 'ProductNotCovered' });
    await expect(call('POST /v1/requests', filing)).resolves.toMatchObject({ status: 201 });
    expect(heads()).toBe(1);
  });

  it('[FIL-5] a number that is taken is drawn anew', async () => {
    const { call, deps } = await desk();
    const numberOf = async () => JSON.parse((await call('POST /v1/requests', { body: FORM })).body).number;
    expect(await numberOf()).toBe('26000000013');
    let draws = 0;
    const again = { ...deps, random: () => (++draws === 1 ? 1 : 2) };
    const event = HttpEvent.parse({
      routeKey: 'POST /v1/requests',
      headers: {},
      body: JSON.stringify(FORM),
      isBase64Encoded: false,
      requestContext: {
        requestId: 'r',
        timeEpoch: Date.parse('2026-03-02T09:00:00.000Z'),
        authorizer: { jwt: { claims: { email: ADA.email, email_verified: true } } },
      },
    });
    expect(JSON.parse((await dispatch(event, again)).body).number).toBe('26000000021');
    expect(draws).toBe(2);
  });
});

describe('what cannot be read', () => {
  it.each<[string, unknown, string]>([
    ['no JSON', '{"a":', 'InvalidJson'],
    ['no body', undefined, 'InvalidJson'],
    ['too much', JSON.stringify({ text: 'x'.repeat(256 * 1024) }), 'BodyTooLarge'],
    ['another form', { colour: 'red' }, 'InvalidRequest'],
  ])('%s is refused', async (_, body, name) => {
    const { call } = await desk();
    await expect(call('POST /v1/requests', { body })).rejects.toMatchObject({ name });
  });

  it('a route, a number and a request that do not exist are told apart from one another', async () => {
    const { call } = await desk();
    await expect(call('GET /v1/nothing')).rejects.toMatchObject({ name: 'RouteNotFound' });
    await expect(call('GET /v1/requests/{number}', { number: '26000000018' })).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining(
        'path.number: the check digit of this SR number does not fit: a digit is mistyped',
      ),
    });
    await expect(call('GET /v1/requests/{number}', { number: '26000000013' })).rejects.toMatchObject({
      name: 'RequestNotFound',
    });
  });

  it('[WRK-5] a request of another contract looks like one that does not exist', async () => {
    const { call } = await desk();
    await call('POST /v1/requests', { body: FORM });
    const seen = call('GET /v1/requests/{number}', { number: '26000000013', email: 'eve@other.example' });
    await expect(seen).rejects.toMatchObject({ name: 'RequestNotFound', status: 404 });
    await expect(
      call('GET /v1/requests/{number}', { number: '26000000013', email: BEN.email }),
    ).resolves.toMatchObject({ status: 200 });
  });
});

describe('a repeated action', () => {
  it('two at the same moment act once, and both get the first answer, not a refusal by their own effect', async () => {
    const { call } = await desk();
    const { number } = JSON.parse((await call('POST /v1/requests', { body: FORM })).body);
    const escalate = {
      number,
      key: 'double-click',
      body: { action: 'escalate', reason: 'dissatisfied', answers: ANSWERS },
    };
    const route = 'POST /v1/requests/{number}/actions';
    const answers = await Promise.all([call(route, escalate), call(route, escalate), call(route, escalate)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  });
});
