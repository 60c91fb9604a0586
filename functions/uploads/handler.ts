import { randomBytes } from 'node:crypto';
import { readConfig } from '../config.ts';
import { httpHandler } from '../http.ts';
import { dispatch } from './dispatch.ts';
import { fileDeps } from './file-deps.ts';
import type { UploadDeps } from './upload-route.ts';

let live: UploadDeps | undefined;

function deps(): UploadDeps {
  live ??= { ...fileDeps((count) => randomBytes(count)), apiUrl: readConfig('uploads').API_URL };
  return live;
}

export const handler = httpHandler((event) => dispatch(event, deps()));
