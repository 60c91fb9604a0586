import type { CasebellError } from '../errors.ts';
import type { HttpAnswer } from '../http.ts';
import type { HttpEvent } from '../http-event.ts';

/** As upload.sh does: the desk refused, which another run does not mend; or it failed, which another run may. */
const REFUSED = 3;
const FAILED = 1;

/** Whether the caller reads problems: who says nothing about it is curl, in front of a shell. */
export function wantsProblem({ headers }: HttpEvent): boolean {
  return /\bapplication\/(?:problem\+)?json\b/i.test(headers.accept ?? '');
}

/**
 * A refusal for `curl -fsSL URL | sh -s -- FILE`. curl -f keeps back what came with an error, and a shell that gets
 * nothing to run ends with 0, which a cron job takes for success: so this is a success to curl, and a script that says
 * why on standard error and ends with the exit code that upload.sh would.
 */
export function refusalScript({ name, status, message, fix }: CasebellError): string {
  const sentence = `The desk refused (${status}): ${message} ${fix}`;
  return `#!/bin/sh\n# ${name}\nprintf '%s\\n' ${quoted(sentence)} >&2\nexit ${status >= 500 ? FAILED : REFUSED}\n`;
}

/** The answer that a script is. */
export function scriptAnswer(script: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return {
    status: 200,
    body: script,
    headers: { 'content-type': 'text/x-shellscript; charset=utf-8', ...headers },
  };
}

/** A text as one word of a shell, whatever stands in it. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll("'", "'\\''")}'`;
}
