import { fileURLToPath } from 'node:url';

/** The absolute path of the project's root, whatever folder a command was started in. */
export const PROJECT_ROOT = fileURLToPath(new URL('..', import.meta.url));
