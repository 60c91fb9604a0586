import { CommandFailure } from './command-failure.ts';

/** Where `npm start` puts the desk. */
export const DEFAULT_DESK = 'http://localhost:4600';

/** Sends a request to a desk. Throws CommandFailure where the address is none, or nothing answers there. */
export async function askDesk(desk: string, path: string, request: RequestInit): Promise<Response> {
  if (!URL.canParse(desk))
    throw new CommandFailure(`"${desk}" is not an address such as ${DEFAULT_DESK}.`, 2);
  try {
    return await fetch(new URL(path, desk), request);
  } catch (error) {
    // fetch reports every failure to connect as a TypeError.
    if (!(error instanceof TypeError)) throw error;
    throw new CommandFailure(
      `No desk answers at ${desk}. Start one with "npm start", or name its address with --desk.`,
    );
  }
}
