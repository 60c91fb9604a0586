import { CommandFailure } from './command-failure.ts';

/** Where `npm start` puts the desk. */
export const DEFAULT_DESK = 'http://localhost:4600';

/** The address of a desk as it was given. Throws CommandFailure where it is none that can be asked. */
export function deskAddress(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  // What a browser takes, too: a host and its port, or a name with dots.
  const isHost = /^(localhost|[\w-]+(\.[\w-]+)+|[\w-]+(?=:\d)|\[[\da-f:]+\])(:\d+)?(\/.*)?$/i.test(given);
  throw new CommandFailure(
    isHost
      ? `"${given}" has no http:// or https:// before it. Write http://${given}, or https://${given}.`
      : `"${given}" is not an address such as ${DEFAULT_DESK}.`,
    2,
  );
}

/** Sends a request to a desk. Throws CommandFailure where the address is none, or nothing answers there. */
export async function askDesk(desk: string, path: string, request: RequestInit): Promise<Response> {
  const url = new URL(path, deskAddress(desk));
  try {
    return await fetch(url, request);
  } catch (error) {
    // fetch reports every failure to connect as a TypeError.
    if (!(error instanceof TypeError)) throw error;
    throw new CommandFailure(
      `No desk answers at ${desk}. Start one with "npm start", or name its address with --desk.`,
    );
  }
}
