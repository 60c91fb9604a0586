import type { UploadView } from '#shared/schema/upload.ts';
import { shownFileName } from '#shared/uploads/file-name.ts';
import { exactBytesText } from './amounts.ts';

/** What a browser tells of a file without reading it. */
export interface ChosenFile {
  readonly name: string;
  readonly size: number;
  /** Epoch milliseconds. */
  readonly lastModified: number;
}

type Begun = Pick<UploadView, 'name' | 'size' | 'mtime'>;

/** Whether a file goes by the name of an upload. */
export function hasNameOf(file: ChosenFile, upload: Begun): boolean {
  return shownFileName(file.name) === upload.name;
}

/**
 * Why an upload cannot go on with this file, in a sentence; null where everything but its content is as it was when the
 * upload began. Parts of two files must never be joined (lesson 29).
 */
export function differenceFrom(upload: Begun, file: ChosenFile): string | null {
  if (!hasNameOf(file, upload))
    return `That is ${shownFileName(file.name)}. This upload goes on with ${upload.name}.`;
  if (file.size !== upload.size)
    return `This ${upload.name} is another file: it has ${exactBytesText(file.size)}, and the upload was begun with one of ${exactBytesText(upload.size)}.`;
  if (file.lastModified !== Date.parse(upload.mtime))
    return `This ${upload.name} is another file, or was changed: it was last written ${timeText(file.lastModified)}, and the upload was begun with one of ${timeText(Date.parse(upload.mtime))}.`;
  return null;
}

/** Said of a file that only its content tells apart. */
export function otherContent({ name }: Begun): string {
  return `This ${name} has the size and the date of the file that the upload was begun with, but other content.`;
}

/** To the millisecond, since that is what is compared. */
function timeText(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('T', ' ').replace('Z', ' UTC');
}
