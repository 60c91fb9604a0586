import type { CountedDerivation } from '#shared/schema/derivation.ts';
import { ZONE_DATA_VERSION } from '#shared/targets/zone.ts';
import { longDate } from './local-time.ts';

/** Whether the due may still move, and the versions of the data it was computed from, in sentences. */
export function provenance(derivation: CountedDerivation): readonly string[] {
  const { calendar, zoneDataVersion } = derivation;
  if (calendar === null) return [];
  const holidays = calendar.version ? `holidays ${calendar.version}, ` : '';
  return [
    ...mayMove(derivation),
    `Computed from ${holidays}time zones ${zoneDataVersion}.`,
    ...(zoneDataVersion === ZONE_DATA_VERSION
      ? []
      : [`Local times are written here with time zones ${ZONE_DATA_VERSION}.`]),
  ];
}

function mayMove({ provisional, knownUntil, calendar }: CountedDerivation): readonly string[] {
  if (!provisional || knownUntil === null) return [];
  const whose = calendar?.country ? ` of ${countryName(calendar.country)}` : '';
  // A country without a list is known until the beginning of time.
  const known =
    knownUntil < '2000'
      ? `The public holidays${whose} are not known to the desk`
      : `The public holidays${whose} are known until ${longDate(knownUntil)}`;
  return [`${known}: this deadline may still move.`];
}

function countryName(code: string): string {
  return new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code;
}
