/** Seconds as `3 h 20 min`, with seconds only where there are some. Hours are not made into days: a day of a calendar has few. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const;
  const some = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return some.length === 0 ? '0 min' : some.join(' ');
}
