import * as z from 'zod/mini';
import { askDesk, DEFAULT_DESK } from './ask-desk.ts';
import { type Command, command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import type { Output } from './main.ts';

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

/** A bearer token of a demo person on a running local desk. Throws CommandFailure. */
export async function fetchToken(desk: string, person: string): Promise<string> {
  const response = await askDesk(desk, '/__local/identity/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
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
