import { stripVTControlCharacters } from 'node:util';

/** Usage without its colours where they are not wanted (https://no-color.org) or would not be drawn. */
export function plainUsage(
  usage: string,
  env: NodeJS.ProcessEnv,
  stdout: { readonly isTTY?: boolean },
): string {
  return env.NO_COLOR || stdout.isTTY !== true ? stripVTControlCharacters(usage) : usage;
}
