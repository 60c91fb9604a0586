import { toInstant } from '#shared/schema/instant.ts';

const HOUR_MS = 3_600_000;

/** Something a person does in the story, so many hours after its beginning. */
export interface Deed {
  readonly afterHours: number;
  readonly person: string;
  readonly says: string;
  readonly action: Readonly<Record<string, unknown>>;
}

/** A Monday, nine in the morning in New York, where the customer is: the targets count from this moment. */
export const BEGINNING = '2026-03-02T14:00:00.000Z';

/** What Dana files: severity 2 on a contract with business hours. */
export const FILED = {
  contractId: 'NW-STANDARD',
  type: 'technical',
  severity: 2,
  subject: 'Lens Archive stops at night',
  description: 'Since the update to 4.2 the archive service stops every night at about 02:00.',
  product: 'Lens Archive',
  businessImpact: 'Yesterday’s images cannot be searched until somebody restarts it.',
} as const;

/** Nobody answers within the target; Dana's next message is replied to in time; asked for logs, she never answers. */
export const DEEDS: readonly Deed[] = [
  {
    afterHours: 0.5,
    person: 'rita',
    says: 'Rita assigns the request to Ana',
    action: { action: 'assign', engineer: 'ana.lopez@vendor.example' },
  },
  {
    afterHours: 5,
    person: 'ana',
    says: 'Ana answers, an hour late',
    action: { action: 'comment', text: 'I am looking at it now. Which node stops first?' },
  },
  {
    afterHours: 6,
    person: 'dana',
    says: 'Dana writes: a reply is owed to her from now on',
    action: { action: 'comment', text: 'The second one, and the first a minute later.' },
  },
  {
    afterHours: 8,
    person: 'ana',
    says: 'Ana replies in time, and asks Dana for logs',
    action: {
      action: 'await-customer',
      text: 'Please send the output of "lens-archive diagnose" from the night it stopped.',
    },
  },
];

/** Twelve days: the silence, the three contact attempts, the closing and the survey. */
export const LASTS_HOURS = 12 * 24;

/** The instant so many hours into a story that began at `beginning` (an ISO instant). */
export function hoursIn(beginning: string, hours: number): string {
  return toInstant(Date.parse(beginning) + hours * HOUR_MS);
}
