import { parseArgs } from 'node:util';
import { DEFAULT_PORT, parsePort } from './port.ts';

/** How the local stack is asked to start. */
export interface StartOptions {
  readonly port: number;
  readonly stateDir: string;
  readonly clock: 'real' | 'frozen';
  /** Epoch milliseconds; undefined where the clock goes on as it stands. */
  readonly startMs: number | undefined;
  readonly demo: boolean;
}

/** What was asked for: to start, to explain, or something that cannot be done, in one sentence. */
export type StartRequest =
  | { readonly kind: 'start'; readonly options: StartOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

export const HELP = `Runs Casebell on this machine, from the template that deploys to AWS.

  npm start -- [options]

  --port N             port of the desk (default ${DEFAULT_PORT}; 0 for any free one)
  --state DIR          where everything is kept (default .casebell)
  --clock real|frozen  let time run, or let it stand until you move it (default real)
  --start INSTANT      what time it is on the desk, such as 2026-03-02T09:00:00Z
  --no-demo            start without demo data
  --help               this text

Stop it with Ctrl-C. A start on the same folder goes on where the last one stopped.`;

/** Reads the arguments of `npm start`. */
export function startRequest(args: readonly string[]): StartRequest {
  const parsed = valuesOf(args);
  if (typeof parsed === 'string') return { kind: 'mistake', message: parsed };
  if (parsed.help) return { kind: 'help' };
  const port = parsePort(parsed.port);
  if (port === undefined) return mistake(`--port takes a number from 0 to 65535, not "${parsed.port}".`);
  if (parsed.clock !== 'real' && parsed.clock !== 'frozen') {
    return mistake(`--clock is real or frozen, not "${parsed.clock}".`);
  }
  const startMs = parsed.start === undefined ? undefined : instantMs(parsed.start);
  if (startMs === null) {
    return mistake(
      `--start takes an instant with its zone, such as 2026-03-02T09:00:00Z, not "${parsed.start}".`,
    );
  }
  const options: StartOptions = {
    port,
    stateDir: parsed.state,
    clock: parsed.clock,
    startMs,
    demo: !parsed['no-demo'],
  };
  return { kind: 'start', options };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        state: { type: 'string', default: '.casebell' },
        clock: { type: 'string', default: 'real' },
        start: { type: 'string' },
        'no-demo': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    // The library throws a TypeError for each argument it does not know, with a helpful first sentence.
    if (error instanceof TypeError) return `${error.message.split('. ')[0]}. See npm start -- --help.`;
    throw error;
  }
}

function mistake(message: string): StartRequest {
  return { kind: 'mistake', message };
}

/** Null when the text is no instant; a zone must be said, since people start the desk all over the world. */
function instantMs(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
