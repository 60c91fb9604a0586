import type { Difference, SeedTables } from './cell.ts';
import { VEEAM_HOURS, VEEAM_TARGETS } from './veeam-targets.ts';
import { VEEAM_TEXTS } from './veeam-texts.ts';
import { VEEAM_VALUES } from './veeam-values.ts';

/** The guide prints most of its tables two or three times, and not always the same. */
const DIFFERENCES: readonly Difference[] = [
  {
    row: 'OFF-3',
    about: 'how severity 1 counts under Basic',
    says: { '004': '2 hours, in business hours', '004 again': '2 hours' },
    at: 'offerings.basic.firstResponse.1',
    is: '2h',
    because: 'two tables of three have business hours, and the offering is open in no others',
  },
  {
    row: 'FIL-11',
    about: 'languages in Europe, the Middle East and Africa',
    says: { '004': 'English, German, French, Russian, Spanish, Italian', '004 again': 'English' },
    at: 'facts.languages.regions.emea.languages',
    is: ['en', 'de', 'fr', 'ru', 'es', 'it'],
    because: 'the fuller list, which the first print has',
  },
];

/** Everything transcribed from 004. */
export const VEEAM: SeedTables = {
  hours: VEEAM_HOURS,
  targets: VEEAM_TARGETS,
  cells: VEEAM_VALUES,
  terms: VEEAM_TEXTS,
  differences: DIFFERENCES,
  inPublic: [],
  withoutTarget: [],
};
