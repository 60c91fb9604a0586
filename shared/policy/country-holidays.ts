import * as z from 'zod/mini';
import { PackText } from '../schema/pack-text.ts';
import { line } from '../schema/text.ts';
import { isDate } from '../targets/local-date.ts';

const LocalDate = z
  .string()
  .check(z.refine(isDate, 'must be a date that exists, written YYYY-MM-DD, such as 2026-12-25'));

const NamedDates = z.record(LocalDate, line(80));

/**
 * The public holidays of one country, as reviewed data: a file `policies/holidays/<country>.yaml`, embedded into the
 * policy pack when it is published, so that a version of the pack pins them (targets.md "Zone data", lessons row 28).
 * Dates are local dates of the country (`YYYY-MM-DD`), without a zone: the calendar that uses them brings its own.
 */
export const CountryHolidays = z
  .strictObject({
    /** ISO 3166-1 alpha-2, upper case. */
    country: z
      .string()
      .check(z.regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 country code of two capitals, such as DE')),
    /** The country's name. */
    title: PackText,
    /** Whose holidays these are, such as "federal holidays": what is not in it is no holiday here. */
    scope: line(200),
    /** The law or the authority behind the list, with its page. */
    source: z.array(line(300)).check(z.minLength(1)),
    /** When a person last compared the list with its source. */
    reviewedOn: LocalDate,
    /** The first date the list speaks of. */
    from: LocalDate,
    /** The last date for which the list is announced and complete; what it has after that is expected: provisional. */
    knownUntil: LocalDate,
    /** Closed dates and their names. */
    holidays: NamedDates,
    /** Make-up days: worked though their weekday is not, and their names. */
    workingDays: z._default(NamedDates, {}),
  })
  .check((context) => {
    const { from, knownUntil, holidays, workingDays } = context.value;
    const problem = (message: string, ...path: string[]) =>
      context.issues.push({ code: 'custom', message, path, input: context.value });
    // Texts of YYYY-MM-DD sort as the dates they mean.
    if (knownUntil < from) problem(`must not be before from, ${from}`, 'knownUntil');
    for (const [list, dates] of Object.entries({ holidays, workingDays })) {
      for (const date of Object.keys(dates)) {
        if (date < from) problem(`is before from, ${from}: move from back, or take it out`, list, date);
      }
    }
    for (const date of Object.keys(workingDays)) {
      if (Object.hasOwn(holidays, date))
        problem('is among the holidays too: a date is closed or worked, not both', 'workingDays', date);
    }
  });
export type CountryHolidays = z.infer<typeof CountryHolidays>;
