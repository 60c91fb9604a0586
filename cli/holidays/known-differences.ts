/**
 * Where a reviewed list differs from date-holidays on purpose. Without them every comparison would propose again what a
 * reviewer has refused; the file of the country gives the reasons at length.
 */
export interface KnownDifferences {
  /** The part of the country to ask for, where the library's list of the whole is not the scope of ours. */
  readonly state?: string;
  /** Names the library has and the reviewed list leaves out. */
  readonly leftOut: readonly string[];
  /** Names of the reviewed list that the library does not know. */
  readonly unknownToLibrary: readonly string[];
  readonly why: string;
}

const KNOWN: Readonly<Record<string, KnownDifferences>> = {
  AU: {
    leftOut: ['Easter Saturday', 'Easter Sunday'],
    unknownToLibrary: [],
    why: 'Easter Saturday and Easter Sunday are not holidays of all states',
  },
  BR: {
    leftOut: ['Election Day'],
    unknownToLibrary: [],
    why: 'election days are not among the ten national holidays',
  },
  GB: {
    state: 'ENG',
    leftOut: [],
    unknownToLibrary: [],
    why: 'compared with the library’s list of England: that of GB lacks the Summer bank holiday',
  },
  IN: {
    leftOut: [],
    unknownToLibrary: [
      'Id-ul-Fitr',
      'Mahavir Jayanti',
      'Buddha Purnima',
      'Id-ul-Zuha (Bakrid)',
      'Muharram',
      'Milad-un-Nabi',
      'Dussehra',
      'Diwali',
      "Guru Nanak's Birthday",
    ],
    why: 'the library has no holiday of India that follows a lunar calendar',
  },
};

const NONE: KnownDifferences = { leftOut: [], unknownToLibrary: [], why: '' };

/** The known differences of a country; none where nothing is known. */
export function knownDifferences(country: string): KnownDifferences {
  return KNOWN[country] ?? NONE;
}
