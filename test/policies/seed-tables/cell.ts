/** The source documents by number: docs/policy-packs.md says what each is. */
export type Seed = '000' | '001' | '002' | '003' | '004';

/** Where something was read: the requirement it became, the documents, and the heading it stands under there. */
export interface Reading {
  readonly row: string;
  readonly seed: Seed | readonly Seed[];
  readonly section: string;
}

/** A fact that is a value, and its place in the pack: equal to `is`, or a list that has `has`. */
export type Cell = Reading & {
  readonly says: string;
  readonly at: string;
} & ({ readonly is: unknown } | { readonly has: string | number });

/** Hours as the guides give them. Where they name no time of day, only the length of the day is known. */
export type Hours =
  | 'around the clock'
  | {
      readonly days: 'mon..fri';
      readonly aDay: number;
      readonly window?: readonly [string, string];
      readonly zone?: string;
    };

/** The hours of an offering. */
export interface OfferingHours extends Reading {
  readonly offering: string;
  readonly hours: Hours;
}

/** A first-response target as a guide has it. */
export interface TargetCell extends Reading {
  readonly offering: string;
  readonly severity: 1 | 2 | 3 | 4;
  readonly target:
    | { readonly minutes: number; readonly counted: Hours }
    | { readonly serviceDays: number; readonly counted: Hours }
    | 'not applicable'
    | 'as soon as possible';
}

/** What a text must speak of, in each language: terms of which every one must be there. */
export interface Terms extends Reading {
  readonly at: string;
  readonly en: readonly string[];
  readonly 'zh-Hans': readonly string[];
  readonly 'zh-Hant': readonly string[];
  readonly ja: readonly string[];
}

/** Terms of a text as a row: its place, and per language the terms, set apart by " & ". */
export type TermsRow = readonly [at: string, en: string, zhHans: string, zhHant: string, ja: string];

/** The rows of one heading of a document. */
export function termsOf(
  row: string,
  seed: Reading['seed'],
  section: string,
  rows: readonly TermsRow[],
): Terms[] {
  const split = (terms: string) => terms.split(' & ');
  return rows.map(([at, en, zhHans, zhHant, ja]) => ({
    row,
    seed,
    section,
    at,
    en: split(en),
    'zh-Hans': split(zhHans),
    'zh-Hant': split(zhHant),
    ja: split(ja),
  }));
}

/** A matter on which the documents differ, and which reading the pack follows. */
export interface Difference {
  readonly row: string;
  readonly about: string;
  readonly says: Readonly<Partial<Record<Seed | `${Seed} again`, string>>>;
  readonly at: string;
  readonly is: unknown;
  readonly because: string;
}

/** A fact that is not in the guides but in public: its value, its place, and the source the pack names for it. */
export interface PublicFact {
  readonly row: string;
  readonly says: string;
  readonly at: string;
  readonly is: unknown;
  readonly source: string;
}

/** Everything transcribed for one pack. */
export interface SeedTables {
  readonly hours: readonly OfferingHours[];
  readonly targets: readonly TargetCell[];
  readonly cells: readonly Cell[];
  readonly terms: readonly Terms[];
  readonly differences: readonly Difference[];
  readonly inPublic: readonly PublicFact[];
  /** Offerings for which no document has a target: best effort, or none at all. */
  readonly withoutTarget: readonly string[];
}
