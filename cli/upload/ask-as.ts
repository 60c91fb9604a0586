import type * as z from 'zod/mini';
import { parsed } from '#clients/upload/desk-api.ts';
import { DeskBusy, DeskRefused, DeskUnreachable } from '#clients/upload/desk-errors.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Credentials } from './credentials.ts';
import { createDeskSender } from './desk-sender.ts';

/** One question to the desk, and its answer; what goes wrong is a CommandFailure. */
export async function askAs<Schema extends z.ZodMiniType>(
  credentials: Credentials,
  answer: Schema,
  { method, path, body = null }: { method: 'GET' | 'POST' | 'DELETE'; path: string; body?: object | null },
): Promise<z.infer<Schema>> {
  const send = createDeskSender(credentials);
  const { signal } = new AbortController();
  try {
    return parsed(answer, await send({ method, path, body, signal }));
  } catch (error) {
    if (error instanceof DeskUnreachable)
      throw new CommandFailure(`No desk answers at ${credentials.desk}. Name its address with --desk.`);
    if (error instanceof DeskBusy) throw new CommandFailure(`${error.message} Try again in a few seconds.`);
    if (error instanceof DeskRefused) throw new CommandFailure(error.message);
    throw error;
  }
}
