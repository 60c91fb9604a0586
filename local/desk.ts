import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Answers one HTTP request of the desk. */
export type DeskHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The desk's own web server. */
export interface Desk {
  /** e.g. `http://localhost:4600` */
  readonly url: string;
  /** Begins to answer; until then every request is told that the desk is starting. */
  serve(handler: DeskHandler): void;
  stop(): Promise<void>;
}

/** Opens the desk's port on the loopback address (0 for any), so that its address is known while the rest starts. */
export async function openDesk(port: number, onError: (error: unknown) => void): Promise<Desk> {
  let handler: DeskHandler = async (_request, response) => {
    response.writeHead(503, { 'retry-after': '2', 'content-type': 'text/plain' });
    response.end('The desk is starting.\n');
  };
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => {
      onError(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.on('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE';
      reject(isTaken ? new Error(`Port ${port} is in use; choose another with --port`) : error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('The desk has no port'));
    });
  });
  return {
    url: `http://localhost:${bound}`,
    serve(next) {
      handler = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
