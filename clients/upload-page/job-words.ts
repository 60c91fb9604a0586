import { amountText } from '#shared/uploads/amount-text.ts';
import type { Progress } from '../upload/progress.ts';
import { leftText } from './amounts.ts';

/** What keeps an upload from going on that the upload itself does not know of. */
export interface Circumstances {
  /** What the browser says of the network. */
  readonly online: boolean;
  readonly signedIn: boolean;
}

/** What an upload is about, in words. They change rarely enough to be read out. */
export function stateWords(progress: Progress, { online, signedIn }: Circumstances): string {
  const { state } = progress;
  if (state === 'verified') return 'verified';
  if (state === 'ended') return 'stopped';
  if (!signedIn) return 'signed out, waiting';
  if (state === 'paused') return 'paused';
  if (state === 'offline' || !online) return 'offline, waiting';
  if (state === 'completing' || state === 'verifying') return 'checking';
  return state === 'preparing' || isHashing(progress) ? 'hashing' : 'sending';
}

/** How far it is: parts and bytes that the store has, checked. What is merely on its way is not counted. */
export function amountWords({ parts, partsDone, bytesVerified, bytesTotal }: Progress): string {
  if (parts === 0) return amountText(bytesTotal);
  return `${partsDone} of ${parts} ${parts === 1 ? 'part' : 'parts'}, ${amountText(bytesVerified)} of ${amountText(bytesTotal)} stored`;
}

/** How fast it goes and how long it takes; empty while nothing is sent. */
export function paceWords({ state, rate, eta }: Progress): string {
  if (state !== 'sending' || rate < 1) return '';
  return `${amountText(rate)}/s${eta === null ? '' : `, ${leftText(eta)}`}`;
}

/** The part of the file that the store has, in percent. All of it is not yet a success. */
export function percentStored({ bytesVerified, bytesTotal, state }: Progress): number {
  if (bytesTotal === 0) return state === 'verified' ? 100 : 0;
  return Math.floor((bytesVerified / bytesTotal) * 100);
}

/** The part of the file that the store has or that is on its way, in percent. */
export function percentSent({ bytesSent, bytesTotal }: Progress): number {
  return bytesTotal === 0 ? 0 : Math.floor((bytesSent / bytesTotal) * 100);
}

/** Nothing has left yet: the first parts are hashed, or compared with those that are there. */
function isHashing({ bytesSent, bytesVerified, rate }: Progress): boolean {
  return bytesSent === bytesVerified && rate < 1;
}
