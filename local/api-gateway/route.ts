import type { ApiRoute } from './definition.ts';

/** A route that fits a request, with the values of its path parameters. */
export interface RouteMatch {
  readonly route: ApiRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Candidate extends RouteMatch {
  readonly rank: readonly number[];
}

/**
 * Finds the route of a request as API Gateway does: among the routes whose method and path fit, the most
 * specific one (a literal segment before `{param}` before `{proxy+}`, an exact method before `ANY`), else
 * `$default`. `path` is still percent-encoded; parameter values come back decoded.
 * A trailing slash is significant. Source: API Gateway guide, "Routes for HTTP APIs".
 */
export function matchRoute(
  routes: readonly ApiRoute[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const segments = path.split('/').slice(1);
  const best = routes
    .map((route) => candidate(route, method, segments))
    .filter((it) => it !== undefined)
    .sort((a, b) => compare(a.rank, b.rank))[0];
  if (best !== undefined) return { route: best.route, pathParameters: best.pathParameters };
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  return fallback && { route: fallback, pathParameters: {} };
}

function candidate(route: ApiRoute, method: string, segments: readonly string[]): Candidate | undefined {
  const [wantedMethod, pattern] = route.routeKey.split(' ');
  if (pattern === undefined || (wantedMethod !== method && wantedMethod !== 'ANY')) return undefined;
  const wanted = pattern.split('/').slice(1);
  const rank: number[] = [];
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name?.endsWith('+')) {
      const rest = segments.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[name.slice(0, -1)] = decodeURIComponent(rest);
      rank.push(2);
      return { route, pathParameters: parameters, rank: [...rank, wantedMethod === 'ANY' ? 1 : 0] };
    }
    const value = segments[index];
    if (value === undefined) return undefined;
    if (name === undefined) {
      if (value !== part) return undefined;
      rank.push(0);
    } else {
      if (value === '') return undefined;
      parameters[name] = decodeURIComponent(value);
      rank.push(1);
    }
  }
  if (wanted.length !== segments.length) return undefined;
  return { route, pathParameters: parameters, rank: [...rank, wantedMethod === 'ANY' ? 1 : 0] };
}

/** Left-most difference decides. */
function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
