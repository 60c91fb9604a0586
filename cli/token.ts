import * as z from 'zod/mini';
import { type Command, command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import type { Output } from './main.ts';

const DEFAULT_DESK = 'http://localhost:4600';

const Answer = z.union([z.object({ token: z.string() }), z.object({ message: z.string() })]);

/** `casebell token PERSON`: prints a bearer token of a demo person and nothing else, so that `$(...)` takes it. */
export function tokenCommand(output: Output): Command {
  return command(
    'token',
    'Print a bearer token of a demo person on a running local desk',
    {
      person: {
        type: 'positional',
        description: 'First name, e-mail address or id, such as dana',
        required: true,
      },
      desk: { type: 'string', description: 'Address of the desk', default: DEFAULT_DESK, valueHint: 'URL' },
    },
    async ({ args }) => output.out(await fetchToken(args.desk, args.person)),
  );
}

async function fetchToken(desk: string, person: string): Promise<string> {
  if (!URL.canParse(desk))
    throw new CommandFailure(`"${desk}" is not an address such as ${DEFAULT_DESK}.`, 2);
  const response = await ask(desk, person);
  const answer = Answer.safeParse(await response.json().catch(() => undefined));
  if (!answer.success) {
    throw new CommandFailure(
      response.status === 503
        ? `The desk at ${desk} is still starting. Try again in a few seconds.`
        : `What answers at ${desk} is not a local Casebell desk. Name the desk's address with --desk.`,
    );
  }
  if ('message' in answer.data) throw new CommandFailure(answer.data.message);
  return answer.data.token;
}

async function ask(desk: string, person: string): Promise<Response> {
  try {
    return await fetch(new URL('/__local/identity/token', desk), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    });
  } catch (error) {
    // fetch reports every failure to connect as a TypeError.
    if (!(error instanceof TypeError)) throw error;
    throw new CommandFailure(
      `No desk answers at ${desk}. Start one with "npm start", or name its address with --desk.`,
    );
  }
}
