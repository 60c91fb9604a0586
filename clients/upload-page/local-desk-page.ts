import * as z from 'zod/mini';
import { DeskUnreachable } from '../upload/desk-errors.ts';
import { SignInNeeded } from './session.ts';
import { UploadPage } from './upload-page.ts';

/** What the local desk's page says of itself in its attributes. */
const Settings = z.object({ number: z.string(), person: z.string() });

const Token = z.object({ token: z.string() });

/** A token of a demo person from the local identity. */
async function tokenOf(person: string): Promise<string> {
  const response = await fetch('/__local/identity/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  }).catch((error: unknown) => {
    throw new DeskUnreachable('The local desk does not answer.', { cause: error });
  });
  if (response.status >= 500) throw new DeskUnreachable('The local desk is not well.');
  if (!response.ok) throw new SignInNeeded(`The local desk signs nobody in as ${person}.`);
  return Token.parse(await response.json()).token;
}

const place = document.getElementById('uploads');
if (place === null) throw new Error('The page has no place for uploads.');
const { number, person } = Settings.parse({ ...place.dataset });
new UploadPage(place, {
  number,
  desk: new URL(location.origin),
  getToken: () => tokenOf(person),
  hashScript: new URL('./hash-worker.js', import.meta.url),
});
