import { readFileSync } from 'node:fs';

/** What infra/bundle.ts puts in: a bundle has no file beside it. */
declare const BUNDLED_UPLOAD_SCRIPT: string | undefined;

/**
 * The POSIX shell script that uploads files with a ticket, where there is nothing but sh and curl; always the same
 * text, so that its SHA-256 can be pinned. docs/upload-from-a-shell.md says how it is used.
 */
export const UPLOAD_SCRIPT: string =
  typeof BUNDLED_UPLOAD_SCRIPT === 'string'
    ? BUNDLED_UPLOAD_SCRIPT
    : readFileSync(new URL('./upload.sh', import.meta.url), 'utf8');

/**
 * The script as the URL of a ticket gives it: after a line that says where the desk is and which ticket it is.
 * Throws RangeError for what could end a quoted word of that line.
 */
export function uploadScriptFor(apiUrl: string, secret: string): string {
  if (!/^[\w.:/~-]+$/.test(apiUrl) || !/^\w+$/.test(secret))
    throw new RangeError('This address or this ticket cannot stand in a shell script.');
  return `CASEBELL_API='${apiUrl}'; CASEBELL_TICKET='${secret}'\n${UPLOAD_SCRIPT}`;
}
