import { openApi } from './open-api.ts';
import type { Run } from './route.ts';

/** `GET /v1/openapi.json`: the API describes itself. */
export const getOpenApi: Run<'GET /v1/openapi.json'> = async () => openApi();
