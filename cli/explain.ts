import * as z from 'zod/mini';
import { CLOCK_NAMES } from '#shared/schema/event.ts';
import { RequestNumber } from '#shared/schema/request-number.ts';
import type { ClockView, RequestView } from '#shared/schema/view.ts';
import { isZone, OutsideZoneData, UnknownZone } from '#shared/targets/zone.ts';
import { DEFAULT_DESK } from './ask-desk.ts';
import { type Command, command } from './command.ts';
import { CommandFailure } from './command-failure.ts';
import { explanation } from './explain/explanation.ts';
import { fetchRequest } from './explain/fetch-request.ts';
import type { Output } from './main.ts';
import { fetchToken } from './token.ts';

/** `casebell explain NUMBER`: why each deadline of a request is what it is, in plain words. */
export function explainCommand(output: Output): Command {
  const about = 'Say why the deadlines of a request are what they are';
  return command(
    'explain',
    about,
    {
      number: { type: 'positional', description: 'Number of the request', required: true },
      desk: { type: 'string', description: 'Address of the desk', default: DEFAULT_DESK, valueHint: 'URL' },
      token: {
        type: 'string',
        description: 'Who asks: a bearer token (or CASEBELL_TOKEN)',
        valueHint: 'TOKEN',
      },
      as: { type: 'string', description: 'Who asks: a demo person of a local desk', valueHint: 'PERSON' },
      zone: {
        type: 'string',
        description: "Time zone to write times in, instead of the calendar's",
        valueHint: 'ZONE',
      },
      clock: { type: 'string', description: 'Only this clock', valueHint: 'NAME' },
      json: { type: 'boolean', description: 'Print what the desk answers, as JSON', default: false },
    },
    async ({ args }) => {
      const number = numberOf(args.number);
      if (args.zone !== undefined && !isZone(args.zone))
        throw new CommandFailure(new UnknownZone(args.zone).message, 2);
      if (args.clock !== undefined && !CLOCK_NAMES.some((name) => name === args.clock))
        throw new CommandFailure(`"${args.clock}" is no clock. There are: ${CLOCK_NAMES.join(', ')}.`, 2);
      const request = await fetchRequest(args.desk, await tokenOf(args), number);
      const clocks = args.clock === undefined ? request.clocks : [clockOf(request, args.clock)];
      if (args.json) output.out(JSON.stringify({ number, clocks }, null, 2));
      else for (const line of written(request, clocks, args.zone)) output.out(line);
    },
  );
}

function numberOf(written: string): string {
  const read = RequestNumber.safeParse(written.replaceAll(/[\s-]/g, ''));
  if (read.success) return read.data;
  throw new CommandFailure(
    `${written}: ${z.prettifyError(read.error).replace(/^✖ /, '').split('\n')[0]}.`,
    2,
  );
}

interface Asking {
  readonly desk: string;
  readonly token?: string | undefined;
  readonly as?: string | undefined;
}

/** What is said on the command line counts for more than what the environment has. */
async function tokenOf({ desk, token, as }: Asking): Promise<string> {
  if (token !== undefined && as !== undefined)
    throw new CommandFailure('--token and --as both say who asks: give one of them.', 2);
  if (as !== undefined) return fetchToken(desk, as);
  const given = token ?? process.env.CASEBELL_TOKEN;
  if (given) return given;
  throw new CommandFailure(
    'Say who asks: --as PERSON on a local desk, or a bearer token in --token or CASEBELL_TOKEN.',
    2,
  );
}

function clockOf({ number, clocks }: RequestView, name: string): ClockView {
  const found = clocks.find(({ clock }) => clock === name);
  if (found) return found;
  const others = clocks.map(({ clock }) => clock).join(', ');
  throw new CommandFailure(
    `Request ${number} has no clock "${name}". ${others === '' ? 'It has none.' : `It has: ${others}.`}`,
  );
}

function written(
  request: RequestView,
  clocks: readonly ClockView[],
  zone: string | undefined,
): readonly string[] {
  try {
    return explanation(request, clocks, zone);
  } catch (error) {
    if (error instanceof OutsideZoneData || error instanceof UnknownZone)
      throw new CommandFailure(`${error.message} The desk's zone data is newer than that of this command.`);
    throw error;
  }
}
