import type { Put, PutAnswer } from '../upload/ports.ts';

/** Headers that a browser sets by itself, from the body and the URL, and lets nobody else set. */
const SET_BY_BROWSER = new Set(['content-length', 'host']);

/** Sends a part with XMLHttpRequest: fetch does not tell how much of a body has left. */
export const putWithXhr: Put<Blob> = ({ url, headers, body, signal, onBytes }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const giveUp = () => {
      request.abort();
      reject(signal.reason);
    };
    let told = 0;
    const tell = (sent: number) => {
      if (sent > told) onBytes(sent - told);
      told = Math.max(told, sent);
    };
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers))
      if (!SET_BY_BROWSER.has(name.toLowerCase())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => tell(loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) tell(body.size);
      resolve(answerOf(request));
    };
    request.onerror = () => {
      noAnswer(body).then(resolve, reject);
    };
    request.onloadend = () => signal.removeEventListener('abort', giveUp);
    signal.addEventListener('abort', giveUp, { once: true });
    request.send(body);
  });

/** What the store says; of an error document its code and message. */
function answerOf({ status, responseText }: XMLHttpRequest): PutAnswer {
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(responseText)?.[1] ?? null;
  return { status, code: element('Code'), message: element('Message') };
}

/**
 * A browser does not say why nothing came back. Where the file cannot be read, because it was changed, the body was
 * never whole, and whoever sends it is to look at the file; else the connection broke, and this rejects.
 */
async function noAnswer(body: Blob): Promise<PutAnswer> {
  if (await isReadable(body)) throw new Error('the connection broke');
  return { status: 400, code: 'IncompleteBody', message: 'The file could not be read to its end.' };
}

/** Whether a file is still the one it was when it was chosen: a browser reads no other. */
export async function isReadable(part: Blob): Promise<boolean> {
  try {
    await part.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
