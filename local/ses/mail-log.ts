import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Mail } from './mail.ts';

const Entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stored'), mail: Mail }),
  z.object({ kind: z.literal('published'), id: z.string() }),
]);
type Entry = z.infer<typeof Entry>;

/** Mails on disk: one `.eml` each and one line each in `mails.jsonl`. */
export interface MailLog {
  readonly mails: Mail[];
  /** Ids of mails whose events were not all delivered when the process ended. */
  readonly unpublished: ReadonlySet<string>;
  store(mail: Mail, raw: Buffer): void;
  markPublished(id: string): void;
  raw(id: string): Buffer | undefined;
}

/**
 * Opens the mails of a state directory. The line is written after the message, so a mail exists completely or
 * not at all, at whatever instant the process was killed; a torn last line is cut off.
 */
export function openMailLog(stateDir: string): MailLog {
  const folder = join(stateDir, 'mails');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'mails.jsonl');
  const mails: Mail[] = [];
  const unpublished = new Set<string>();
  for (const entry of readEntries(file)) {
    if (entry.kind === 'stored') {
      mails.push(entry.mail);
      unpublished.add(entry.mail.id);
    } else {
      unpublished.delete(entry.id);
    }
  }
  const append = (entry: Entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`);
  return {
    mails,
    unpublished,
    store(mail, raw) {
      writeFileSync(join(folder, `${mail.id}.eml`), raw);
      append({ kind: 'stored', mail });
      mails.push(mail);
      unpublished.add(mail.id);
    },
    markPublished(id) {
      append({ kind: 'published', id });
      unpublished.delete(id);
    },
    raw(id) {
      if (!mails.some((mail) => mail.id === id)) return undefined;
      return readFileSync(join(folder, `${id}.eml`));
    },
  };
}

function readEntries(file: string): Entry[] {
  if (!existsSync(file)) return [];
  const content = readFileSync(file);
  const whole = content.subarray(0, content.lastIndexOf('\n') + 1);
  if (whole.length < content.length) truncateSync(file, whole.length);
  return whole
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Entry.parse(JSON.parse(line)));
}
