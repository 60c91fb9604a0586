import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { S3Answer } from './answer.ts';
import type { Bucket } from './bucket.ts';
import { answerRequest } from './dispatch.ts';
import { ConnectionCut, type Fault, faultyBytes } from './fault.ts';
import type { S3Settings } from './s3.ts';

/**
 * How long nothing may move on a connection in the midst of a request (ms). S3 waits about twenty seconds; here the
 * machine itself may be that busy. What never ends would keep time from being moved.
 */
const SILENCE_MS = 60_000;

/** A running HTTP server. */
export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the HTTP side: takes requests in, sends answers out, and cuts connections where a fault asks for it. */
export async function startServer(
  settings: S3Settings,
  buckets: ReadonlyMap<string, Bucket>,
): Promise<Server> {
  const silenceMs = settings.silenceMs ?? SILENCE_MS;
  let url = '';
  let requests = 0;
  const inHand = new Set<Promise<void>>();

  async function handle(message: IncomingMessage, response: ServerResponse, expects: boolean): Promise<void> {
    requests += 1;
    const requestId = requests.toString(16).toUpperCase().padStart(16, '0');
    const end = settings.activity.begin(`S3 ${message.method} ${message.url?.split('?', 1)[0]}`);
    const cut = () => void message.socket.destroy();
    message.socket.setTimeout(silenceMs).once('timeout', cut);
    let asked = !expects;
    let fault: Fault | undefined;
    const body: AsyncIterable<Buffer> = {
      [Symbol.asyncIterator]() {
        if (!asked) response.writeContinue();
        asked = true;
        // To give up on a body must not close the connection: the refusal is still to be sent on it.
        const bytes = { [Symbol.asyncIterator]: () => message.iterator({ destroyOnReturn: false }) };
        return fault === undefined ? bytes[Symbol.asyncIterator]() : faultyBytes(bytes, fault, 'received');
      },
    };
    try {
      const answer = await answerRequest(settings, buckets, {
        head: message,
        bytes: body,
        url,
        requestId,
        async inject(chosen) {
          fault = chosen;
          if (fault?.kind === 'delay') await wait(fault.ms);
          if (fault?.kind === 'cut' && !hasBody(message) && message.method !== 'GET') {
            throw new ConnectionCut('A fault was asked for');
          }
        },
      });
      if (fault?.kind === 'dropAnswer') throw new ConnectionCut('A fault was asked for');
      // A client that was never told to go on may send its body or not: nobody could tell what comes next.
      if (!asked) response.setHeader('connection', 'close');
      await send(response, answer, message.method === 'GET' ? fault : undefined);
      // What is left of a refused body is read and thrown away: a client that is still sending learns why it was
      // refused, and the connection stays good.
      message.resume();
    } catch (error) {
      // Cut by a fault, or left by the client: there is nobody to answer.
      if (!(error instanceof ConnectionCut) && !message.destroyed && !response.destroyed) {
        settings.log?.(`S3 ${message.method} ${message.url}: ${String(error)}`);
      }
      message.socket.destroy();
    } finally {
      message.socket.setTimeout(0).off('timeout', cut);
      end();
    }
  }

  function take(message: IncomingMessage, response: ServerResponse, expects: boolean): void {
    const handled = handle(message, response, expects).finally(() => inHand.delete(handled));
    inHand.add(handled);
  }

  const server = createServer({ highWaterMark: 64 * 1024, requestTimeout: 0 });
  server.on('request', (message, response) => take(message, response, false));
  server.on('checkContinue', (message, response) => take(message, response, true));
  // Clients keep connections and may send on one at the instant Node's five seconds are over.
  server.keepAliveTimeout = 0;
  const port = await new Promise<number>((resolve, reject) => {
    server.on('error', reject);
    server.listen(settings.port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('The local S3 has no port'));
    });
  });
  url = `http://127.0.0.1:${port}`;
  return {
    url,
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      // What was being received is discarded: nobody writes into the folder after this.
      await Promise.all(inHand);
    },
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

async function send(response: ServerResponse, answer: S3Answer, fault: Fault | undefined): Promise<void> {
  const { status, headers, body } = answer;
  // The date of the answer is that of the stack's clock; SDKs correct their own by it.
  response.sendDate = false;
  if (body === undefined || typeof body === 'string') {
    if (fault?.kind === 'cut') throw new ConnectionCut('A fault was asked for');
    const hasLength = body !== undefined && status !== 304 && status !== 204;
    const length = hasLength ? { 'content-length': String(Buffer.byteLength(body)) } : {};
    response.writeHead(status, { ...headers, ...length });
    response.end(body);
    return;
  }
  try {
    response.writeHead(status, { ...headers });
    await pipeline(fault === undefined ? body.bytes : faultyBytes(body.bytes, fault, 'sent'), response);
  } finally {
    body.release();
  }
}
