// Runs inside a worker thread: loads one function's bundle and answers one event at a time, as Lambda's Node.js
// runtime does. Plain JavaScript, because a worker that loads a TypeScript loader first starts five times slower.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { codeDirectory, handler: handlerName } = workerData;

/** Lambda's shape of an error: type, message, stack lines. */
function errorPayload(error) {
  if (error instanceof Error) {
    const trace = (error.stack ?? '').split('\n');
    return { errorType: error.name, errorMessage: error.message, trace };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

async function loadHandler() {
  const dot = handlerName.lastIndexOf('.');
  const file = ['.mjs', '.js', '.cjs']
    .map((extension) => path.join(codeDirectory, `${handlerName.slice(0, dot)}${extension}`))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) {
    const error = new Error(`Cannot find module '${handlerName.slice(0, dot)}'`);
    error.name = 'Runtime.ImportModuleError';
    throw error;
  }
  const exported = await import(pathToFileURL(file).href);
  const exportName = handlerName.slice(dot + 1);
  const handler = exported[exportName] ?? exported.default?.[exportName];
  if (typeof handler === 'function') return handler;
  const error = new Error(`${handlerName} is undefined or not exported`);
  error.name = 'Runtime.HandlerNotFound';
  throw error;
}

async function run(handler, { event, context, deadlineMs, traceId }) {
  process.env._X_AMZN_TRACE_ID = traceId;
  const result = await handler(JSON.parse(event), {
    ...context,
    callbackWaitsForEmptyEventLoop: true,
    // Deadlines are real time: what a function must not outlive is its own computing, not the desk's calendar.
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  });
  return JSON.stringify(result) ?? 'null';
}

try {
  const handler = await loadHandler();
  parentPort.on('message', async (invocation) => {
    try {
      parentPort.postMessage({ kind: 'result', result: await run(handler, invocation) });
    } catch (error) {
      parentPort.postMessage({ kind: 'error', error: errorPayload(error) });
    }
  });
  parentPort.postMessage({ kind: 'ready' });
} catch (error) {
  parentPort.postMessage({ kind: 'init-error', error: errorPayload(error) });
}
