import * as z from 'zod/mini';
import { PackText } from '../schema/pack-text.ts';
import { PhoneHours, SpokenLanguages } from './facts/desk-hours.ts';
import { EscalationFacts } from './facts/escalation-facts.ts';
import { FactName, FactTexts } from './facts/fact-texts.ts';
import { OpenSource } from './facts/product-life.ts';
import { Role } from './facts/role.ts';
import { RoundTheClock } from './facts/round-the-clock.ts';
import { OemVendor, OutOfScope, WithoutPromise } from './facts/scope.ts';

/**
 * What the vendor's guides say that no clock and no rule of the desk turns on: shown by `GET /v1/policy`, to be read
 * by people. Each key is told with its unit in docs/policy-packs.md.
 */
export const PackFacts = z.strictObject({
  /** Who does what on the customer's side. */
  roles: z.optional(z.record(FactName, Role)),
  /** Which products support is for. */
  coverage: z.optional(FactTexts),
  /** What else a severity means to the customer (OFF-5, OFF-6). */
  severity: z.optional(FactTexts),
  roundTheClock: z.optional(RoundTheClock),
  /** What support a release gets, by how old it is (OFF-9). */
  lifeCycle: z.optional(FactTexts),
  /** How defects are mended, and for whom (OFF-9, WRK-9). */
  fixes: z.optional(FactTexts),
  openSource: z.optional(OpenSource),
  /** From having a profile to closing. */
  phases: z.optional(FactTexts),
  /** What is asked of whoever files (FIL-6, FIL-8, ACC-10). */
  askedFor: z.optional(
    z.strictObject({
      technical: z.optional(FactTexts),
      licensing: z.optional(FactTexts),
      'call-back': z.optional(FactTexts),
    }),
  ),
  /** Most of one file that a mail may bring, in megabytes of 1,000,000 bytes (WRK-6). */
  mailFileMegabytes: z.optional(z.int().check(z.positive())),
  /** Who answers the phone when (FIL-8). */
  phoneHours: z.optional(z.record(FactName, PhoneHours)),
  /** What is to be done before calling, and what calls are for (FIL-7, OFF-4). */
  phoneRules: z.optional(FactTexts),
  withoutPromise: z.optional(z.record(FactName, WithoutPromise)),
  outOfScope: z.optional(z.record(FactName, OutOfScope)),
  oemVendors: z.optional(z.record(FactName, OemVendor)),
  /** Where security flaws are reported (FIL-12). */
  security: z.optional(PackText),
  languages: z.optional(SpokenLanguages),
  /** Who owns a request, and how its customer is kept informed (WRK-1 to WRK-3). */
  ownership: z.optional(FactTexts),
  /** What work on a request may consist of (WRK-4). */
  steps: z.optional(FactTexts),
  /** What asking for a manager does (WRK-7). */
  managementHelp: z.optional(PackText),
  /** Products of others (WRK-8). */
  thirdParty: z.optional(FactTexts),
  escalation: z.optional(EscalationFacts),
  /** When requests close (CLO-1 to CLO-4). */
  closing: z.optional(FactTexts),
});
export type PackFacts = z.infer<typeof PackFacts>;

/** What facts may name: calendars, offerings and add-ons of their pack. */
interface NamesOfPack {
  readonly calendars: Readonly<Record<string, unknown>>;
  readonly offerings: Readonly<Record<string, unknown>>;
  readonly addOns?: Readonly<Record<string, unknown>> | undefined;
  readonly facts?: PackFacts | undefined;
}

/** Names in a pack's facts that lead nowhere; one line each, led by where it is. */
export function factProblems({ calendars, offerings, addOns = {}, facts = {} }: NamesOfPack): string[] {
  const { phoneHours = {}, languages, roundTheClock } = facts;
  const named = [
    ...Object.entries(phoneHours).map(
      ([who, { calendar }]) => [`phoneHours.${who}`, 'calendar', calendar, calendars] as const,
    ),
    ...Object.entries(languages?.regions ?? {}).map(
      ([region, { calendar }]) => [`languages.regions.${region}`, 'calendar', calendar, calendars] as const,
    ),
    ...(roundTheClock?.offerings ?? []).map(
      (name) => ['roundTheClock.offerings', 'offering', name, offerings] as const,
    ),
    ...(roundTheClock?.addOns ?? []).map((name) => ['roundTheClock.addOns', 'add-on', name, addOns] as const),
  ];
  return named.flatMap(([path, kind, name, known]) =>
    name === undefined || Object.hasOwn(known, name)
      ? []
      : [`pack.facts.${path}: there is no ${kind} "${name}"`],
  );
}
