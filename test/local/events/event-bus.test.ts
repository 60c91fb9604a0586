import { describe, expect, it } from 'vitest';
import { virtualClock } from '#local/clock.ts';
import { createEventBus, LastFirings } from '#local/events/event-bus.ts';
import { eventPattern } from '#local/events/event-pattern.ts';
import { parseSchedule } from '#local/events/schedule-expression.ts';
import { openStateFile } from '#local/state-file.ts';
import { temporaryFolder } from '../template/assembly.ts';

const at = (text: string) => Date.parse(text);
const SWEEP = 'arn:aws:lambda:us-east-1:000000000000:function:Sweep';
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/Sweeper';
const settled = async () => undefined;

function bus(stateDir: string, start: string) {
  const clock = virtualClock(start);
  const delivered: { functionArn: string; event: unknown }[] = [];
  const events = createEventBus({
    rules: [
      {
        id: 'Sweeper',
        arn: RULE,
        matches: () => false,
        schedule: parseSchedule('rate(10 minutes)'),
        targets: [{ functionArn: SWEEP }],
      },
      {
        id: 'Bounces',
        arn: 'arn:bounces',
        matches: eventPattern({ source: ['aws.ses'] }),
        targets: [{ functionArn: 'arn:record' }, { functionArn: 'arn:other', input: { constant: true } }],
      },
    ],
    clock,
    lastFirings: openStateFile(stateDir, 'schedules', LastFirings, {}),
    deliver: (functionArn, event) => delivered.push({ functionArn, event }),
  });
  const times = () => delivered.map(({ event }) => String(Object(event).time));
  return { clock, events, delivered, times };
}

describe('the event bus', () => {
  it('hands an event to every target of the rules that match', () => {
    const { events, delivered } = bus(temporaryFolder(), '2026-03-02T09:00:00.000Z');
    events.put({ source: 'aws.ses', id: '1' });
    events.put({ source: 'aws.states', id: '2' });
    expect(delivered).toEqual([
      { functionArn: 'arn:record', event: { source: 'aws.ses', id: '1' } },
      { functionArn: 'arn:other', event: { constant: true } },
    ]);
  });

  it('fires a rate on the stack clock, with the time of the firing in the event', async () => {
    const { clock, events, delivered } = bus(temporaryFolder(), '2026-03-02T09:00:00.000Z');
    events.startSchedules();
    await clock.advanceTo(at('2026-03-02T09:25:00.000Z'), settled);
    expect(delivered).toHaveLength(2);
    expect(delivered[1]).toMatchObject({
      functionArn: SWEEP,
      event: {
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        time: '2026-03-02T09:20:00Z',
        resources: [RULE],
        detail: {},
      },
    });
  });

  it('goes on after a restart without a second firing, and makes up for a missed one once', async () => {
    const stateDir = temporaryFolder();
    const first = bus(stateDir, '2026-03-02T09:00:00.000Z');
    first.events.startSchedules();
    await first.clock.advanceTo(at('2026-03-02T09:12:00.000Z'), settled);
    expect(first.times()).toEqual(['2026-03-02T09:10:00Z']);

    const second = bus(stateDir, '2026-03-02T09:12:00.000Z');
    second.events.startSchedules();
    await second.clock.advanceTo(at('2026-03-02T09:21:00.000Z'), settled);
    expect(second.times()).toEqual(['2026-03-02T09:20:00Z']);

    const late = bus(stateDir, '2026-03-02T11:03:00.000Z');
    late.events.startSchedules();
    await late.clock.advanceTo(at('2026-03-02T11:14:00.000Z'), settled);
    expect(late.times()).toEqual(['2026-03-02T11:03:00Z', '2026-03-02T11:13:00Z']);
  });

  it('leaves out firings while nothing else happens, when told so', async () => {
    const { clock, events, times } = bus(temporaryFolder(), '2026-03-02T09:00:00.000Z');
    const end = at('2026-03-12T09:05:00.000Z');
    events.startSchedules();
    clock.at(at('2026-03-05T12:34:00.000Z'), () => {
      clock.at(at('2026-03-07T00:01:00.000Z'), () => undefined);
    });
    await clock.advanceTo(end, async () => events.skipIdle(end));
    expect(times()).toEqual(['2026-03-05T12:30:00Z', '2026-03-07T00:00:00Z', '2026-03-12T09:00:00Z']);
  });
});

describe('a schedule', () => {
  it.each([
    ['rate(1 minute)', '2026-03-02T09:00:00.000Z', '2026-03-02T09:01:00.000Z'],
    ['rate(12 hours)', '2026-03-02T09:00:00.000Z', '2026-03-02T21:00:00.000Z'],
    ['cron(0 8 * * ? *)', '2026-03-02T09:00:00.000Z', '2026-03-03T08:00:00.000Z'],
    ['cron(*/15 * * * ? *)', '2026-03-02T09:01:30.000Z', '2026-03-02T09:15:00.000Z'],
    ['cron(30 6 1,15 * ? *)', '2026-03-02T09:00:00.000Z', '2026-03-15T06:30:00.000Z'],
    ['cron(0 12 ? * 2-6 *)', '2026-03-06T12:00:00.000Z', '2026-03-09T12:00:00.000Z'],
    ['cron(0 0 29 2 ? *)', '2026-03-02T09:00:00.000Z', '2028-02-29T00:00:00.000Z'],
  ])('%s fires after %s at %s', (expression, last, next) => {
    expect(new Date(parseSchedule(expression).next(at(last), at(last))).toISOString()).toBe(next);
  });

  it.each([
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 8 * *)',
    'cron(0 8 ? * MON *)',
    'cron(0 24 * * ? *)',
    'at(2026)',
  ])('refuses %s', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('The schedule ');
  });
});
