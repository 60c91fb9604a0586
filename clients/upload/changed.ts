import { UploadEnded } from './outcome.ts';
import type { Source } from './ports.ts';

/** Ends the upload where the file is not the one it began with. */
export async function refuseChanged<Body>(source: Source<Body>): Promise<void> {
  const change = await source.changed();
  if (change !== null) throw changed(change);
}

/** The end of an upload whose file `change`, the end of the sentence "The file ...". */
export function changed(change: string): UploadEnded {
  return new UploadEnded({
    kind: 'changed',
    sentence: `The file ${change}. Nothing was completed; upload it again once nothing writes to it.`,
  });
}
