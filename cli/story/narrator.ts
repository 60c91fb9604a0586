import { type Instant, toInstant } from '#shared/schema/instant.ts';
import type { TimelineEntry } from '#shared/schema/view.ts';
import type { StoryMail, Visit } from './desk-client.ts';

/** How the story is written: colours where a person reads it, plain text where a program does. */
export interface Style {
  readonly colour: boolean;
  write(line: string): void;
}

type Kind = 'event' | 'mail' | 'path';
interface Line {
  readonly at: Instant;
  readonly kind: Kind;
  readonly text: string;
}

const COLOUR: Record<Kind | 'time' | 'deed', string> = {
  time: '\u001b[2m',
  deed: '\u001b[1m',
  event: '\u001b[36m',
  mail: '\u001b[33m',
  path: '\u001b[35m',
};
const PLAIN = '\u001b[0m';
const SIGN: Record<Kind, string> = { path: 'path ', event: 'event', mail: 'mail ' };
const ORDER: readonly Kind[] = ['path', 'event', 'mail'];

/** Tells what is new, in the order in which it happened; what was told is not told again. */
export function createNarrator({ colour, write }: Style) {
  const told = new Set<string>();
  const paint = (name: keyof typeof COLOUR, text: string) =>
    colour ? `${COLOUR[name]}${text}${PLAIN}` : text;

  function tell(lines: readonly Line[]): void {
    const sorted = [...lines].sort(
      (a, b) => a.at.localeCompare(b.at) || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind),
    );
    for (const { at, kind, text } of sorted) {
      write(`  ${paint('time', clockTime(at))}  ${paint(kind, SIGN[kind])}  ${text}`);
    }
  }

  return {
    /** A heading: what a person does now. */
    deed(at: Instant, text: string): void {
      write('');
      write(`${paint('time', clockTime(at))}  ${paint('deed', text)}`);
    },
    /** A remark under the present heading. */
    note(text: string): void {
      write(`    ${text}`);
    },
    /** Whatever of this is new since the last time. */
    news(timeline: readonly TimelineEntry[], mails: readonly StoryMail[], visits: readonly Visit[]): void {
      const lines: Line[] = [
        ...timeline.map((entry) => ({
          at: entry.at,
          kind: 'event' as const,
          text: sentence(entry),
          key: `e${entry.seq}`,
        })),
        ...mails.map(({ id, at, to, subject }) => ({
          at,
          kind: 'mail' as const,
          text: `${to.join(', ')}: ${subject}`,
          key: `m${id}`,
        })),
        ...visits.map(({ state, at }, index) => ({
          at: toInstant(at),
          kind: 'path' as const,
          text: state,
          key: `p${index}`,
        })),
      ].filter(({ key }) => {
        if (told.has(key)) return false;
        told.add(key);
        return true;
      });
      tell(joinPath(lines));
    },
  };
}
export type Narrator = ReturnType<typeof createNarrator>;

/** The states entered at one instant as one line; Route only leads on, and is left out. */
function joinPath(lines: readonly Line[]): Line[] {
  const joined = new Map<Instant, string>();
  for (const { at, kind, text } of lines) {
    if (kind !== 'path' || text === 'Route') continue;
    const before = joined.get(at);
    joined.set(at, before ? `${before} > ${text}` : text);
  }
  return [
    ...lines.filter(({ kind }) => kind !== 'path'),
    ...[...joined].map(([at, text]) => ({ at, kind: 'path' as const, text })),
  ];
}

/** An instant in New York, where the story's customer is, as `Mon 02 Mar 09:00:00`. */
export function clockTime(at: Instant): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/New_York',
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('day')} ${part('month')} ${part('hour')}:${part('minute')}:${part('second')}`;
}

function sentence({ fact, by }: TimelineEntry): string {
  switch (fact.type) {
    case 'TargetWarned':
      return `${fact.threshold} of the ${fact.clock} target is used; told: ${fact.told.join(', ')}`;
    case 'TargetMissed':
      return `the ${fact.clock} target is missed; told: ${fact.told.join(', ')}`;
    case 'CustomerContacted':
      return `contact attempt ${fact.attempt}`;
    case 'RequestClosed':
      return `closed: ${fact.reason}`;
    case 'EngineerAssigned':
      return `assigned to ${fact.engineer.name} by ${by.name}`;
    case 'SurveyInvited':
      return 'invited to the survey';
    default:
      return `${fact.type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()}${by.name ? `, by ${by.name}` : ''}`;
  }
}
