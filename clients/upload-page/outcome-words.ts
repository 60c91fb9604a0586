import type { Outcome } from '../upload/outcome.ts';

/** How an upload ended, in a sentence about the file; empty where there is nothing to say. */
export function outcomeWords(name: string, outcome: Outcome, wasThere: boolean): string {
  switch (outcome.kind) {
    case 'verified':
      return wasThere
        ? `${name} was here already: it was compared, and is the same.`
        : `${name}: verified, it has arrived whole`;
    case 'cancelled':
      return `${name}: given up`;
    case 'stopped':
      return '';
    default:
      return `${name}: ${outcome.sentence}`;
  }
}
