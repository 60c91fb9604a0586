import { cleanLine, cleanText, shorten } from './clean-text.ts';
import type { Draft, Step, Words } from './draft.ts';
import { fill } from './fill.ts';

/** A mail's parts in their order, in plain text and in the reader's language; each layout only arranges them. */
export type Letter = {
  readonly title: string;
  /** Greeting and first sentence. */
  readonly opening: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** What people wrote: untrusted, line breaks kept. */
  readonly quotes: readonly { readonly heading: string; readonly text: string }[];
  readonly nextHeading: string;
  readonly next: readonly Step[];
  readonly closing: readonly string[];
};

/** What a letter needs beside its draft. */
export type Envelope = {
  readonly number: string;
  readonly subject: string;
  readonly side: 'customer' | 'staff';
  readonly reader: string;
  readonly vendor: string;
  /** The portal's page of the SR, or null where there is no portal. */
  readonly url: string | null;
};

// Long enough to recognise the SR by, short enough for a list of mails.
const TITLE_SUBJECT = 120;

/** Fills a draft's sentences and makes every value in them safe to stand in one line. */
export function letterOf(draft: Draft, envelope: Envelope, { catalogue }: Words): Letter {
  const { number, side } = envelope;
  const reader = cleanLine(envelope.reader);
  const subject = cleanLine(envelope.subject);
  const vendor = cleanLine(envelope.vendor);
  const values: Record<string, string> = { number, subject, name: reader, vendor };
  // The workflow has no name of its own: where nobody is named, the vendor acted.
  for (const [name, value] of Object.entries(draft.values)) values[name] = cleanLine(value) || vendor;
  const say = (sentence: string) => fill(sentence, values);

  const facts = [['number', number] as const, ['subject', subject] as const, ...draft.facts];
  const quotes = draft.quotes.map(([heading, text]) => [heading, cleanText(text)] as const);
  const next = draft.next.map(({ sentence, url }) => ({ sentence: say(sentence), url }));
  return {
    title: fill(draft.subject, { ...values, subject: shorten(subject, TITLE_SUBJECT) }),
    opening: [...catalogue.greeting[reader === '' ? 'unnamed' : side].map(say), say(draft.lead)],
    facts: facts.map(([fact, value]) => ({ label: catalogue.facts[fact], value: cleanLine(value) })),
    quotes: quotes
      .filter(([, text]) => text.trim() !== '')
      .map(([heading, text]) => ({ heading: say(catalogue.headings[heading]), text })),
    nextHeading: catalogue.headings.next,
    next: envelope.url === null ? next : [...next, { sentence: catalogue.link[side], url: envelope.url }],
    closing: catalogue.closing[side].map(say),
  };
}
