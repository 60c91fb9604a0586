import { describe, expect, it, test } from 'vitest';
import { ACTION_NAMES, Action, FileRequest } from '#shared/schema/action.ts';
import { read } from '#shared/schema/read.ts';
import { ANSWERS, FORM } from '#test/support/requests.ts';

const problems = (schema: typeof Action | typeof FileRequest, value: unknown) => {
  const reading = read(schema, value, 'body');
  return reading.ok ? [] : reading.problems;
};

describe('an action', () => {
  it('is one of those that are named', () => {
    expect(Action.def.options.map((option) => option.shape.action.def.values[0])).toEqual([...ACTION_NAMES]);
  });

  it('gets what was left out where it has a usual form', () => {
    expect(Action.parse({ action: 'comment', text: 'x' })).toEqual({
      action: 'comment',
      text: 'x',
      visibility: 'public',
    });
    expect(Action.parse({ action: 'log-phone-contact', reached: true, note: 'x' })).toEqual({
      action: 'log-phone-contact',
      direction: 'outbound',
      reached: true,
      note: 'x',
    });
  });

  it('is put into the forms that are stored', () => {
    expect(
      Action.parse({ action: 'give-update', text: ' x ', nextUpdateAt: '2026-03-02T10:00:00+01:00' }),
    ).toEqual({
      action: 'give-update',
      text: 'x',
      nextUpdateAt: '2026-03-02T09:00:00.000Z',
    });
    expect(Action.parse({ action: 'assign', engineer: 'Grace@Vendor.Example' })).toMatchObject({
      engineer: 'grace@vendor.example',
    });
  });

  test.each<[string, unknown, string[]]>([
    ['nothing', null, ['body: Invalid input: expected object, received null']],
    ['a list', [], ['body: Invalid input: expected object, received array']],
    ['a field too many', { action: 'confirm', txet: 'x' }, ['body: Unrecognized key: "txet"']],
    [
      'no text',
      { action: 'comment', text: ' ' },
      ['body.text: Too small: expected string to have >=1 characters'],
    ],
    ['no reason', { action: 'reassign', engineer: 'a@b.example' }, ['body.reason: is missing']],
    ['no address', { action: 'assign', engineer: 'Grace' }, ['body.engineer: Invalid email address']],
    [
      'no severity',
      { action: 'change-severity', severity: 5, reason: 'x', agreedWith: 'y' },
      [
        'body.severity: Invalid input: expected 1; or Invalid input: expected 2; or Invalid input: expected 3; or Invalid input: expected 4',
      ],
    ],
    [
      '[OFF-5] a reachable contact of two lines, and one too long',
      {
        action: 'change-severity',
        severity: 1,
        reason: 'x',
        agreedWith: 'y',
        reachableContact: `Ada\n${'1'.repeat(200)}`,
      },
      [
        'body.reachableContact: Too big: expected string to have <=200 characters',
        'body.reachableContact: must be one line without control characters',
      ],
    ],
    [
      'no instant',
      { action: 'give-update', text: 'x', nextUpdateAt: 'soon' },
      ['body.nextUpdateAt: Invalid ISO datetime'],
    ],
    [
      '[ESC-3] three answers of four',
      { action: 'escalate', reason: 'dissatisfied', answers: { ...ANSWERS, milestonesRecorded: '' } },
      ['body.answers.milestonesRecorded: Too small: expected string to have >=1 characters'],
    ],
    [
      '[ESC-8] two records of three',
      { action: 'de-escalate', actionPlanAccepted: 'x', analysisConfirmed: 'y' },
      ['body.customerAgreement: is missing'],
    ],
    [
      '[ESC-2] another reason',
      { action: 'escalate', reason: 'x', answers: ANSWERS },
      [
        'body.reason: Invalid option: expected one of "production-down"|"management-attention"|"dissatisfied"',
      ],
    ],
  ])('%s is refused in plain words', (_, value, told) => {
    expect(problems(Action, value)).toEqual(told);
  });

  it('that is unknown is answered with those that are', () => {
    expect(problems(Action, { action: 'delete' })[0]).toMatch(
      /^body\.action: .*'assign' \| 'reassign' \| .* \| 'de-escalate'$/,
    );
  });
});

describe('[FIL-6] a filing', () => {
  it('needs the contract, the type, the severity, the subject, the problem and the product', () => {
    expect(problems(FileRequest, {}).map((problem) => problem.split(':')[0])).toEqual([
      'body.contractId',
      'body.type',
      'body.severity',
      'body.subject',
      'body.description',
      'body.product',
    ]);
    expect(problems(FileRequest, FORM)).toEqual([]);
  });

  it('takes nothing else', () => {
    expect(problems(FileRequest, { ...FORM, owner: 'me' })).toEqual(['body: Unrecognized key: "owner"']);
    expect(problems(FileRequest, { ...FORM, subject: 'a\nb' })).toEqual([
      'body.subject: must be one line without control characters',
    ]);
    expect(problems(FileRequest, { ...FORM, customerNumber: '1000000421' })).toEqual([
      'body.customerNumber: the check digit of this customer number does not fit: a digit is mistyped',
    ]);
    expect(problems(FileRequest, { ...FORM, customerNumber: '12345' })).toEqual([
      'body.customerNumber: a customer number has 10 digits',
    ]);
  });
});
