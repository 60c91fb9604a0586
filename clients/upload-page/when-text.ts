const WHEN = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** An instant where whoever reads it is: `Nov 22, 2026, 10:05 AM`. */
export function whenText(instant: string): string {
  return WHEN.format(new Date(instant));
}
