import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** The Chromium of this machine; null where there is none, and what needs it is skipped. */
export const CHROMIUM: string | null =
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  ) ?? null;

/** Starts the machine's Chromium without a window. */
export function startBrowser(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error('This machine has no Chromium.');
  // Its sandbox does not run as root, which containers are.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: CHROMIUM, args });
}
