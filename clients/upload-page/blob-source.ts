import { toInstant } from '#shared/schema/instant.ts';
import type { Source } from '../upload/ports.ts';
import type { FileHandle, PickedFile } from './file-handles.ts';
import { isReadable } from './xhr-put.ts';

/** A file in the browser: its parts are Blobs, which stay on the disk until they are hashed or sent. */
export function blobSource({ file, handle }: PickedFile): Source<Blob> {
  return {
    name: file.name,
    size: file.size,
    mtime: toInstant(file.lastModified),
    read: async (start, length) => file.slice(start, start + length),
    release: () => {},
    changed: () => (handle === null ? changeSeenByReading(file) : changeBehind(handle, file)),
  };
}

/** A browser does not read a file that was written to since it was chosen. */
async function changeSeenByReading(file: File): Promise<string | null> {
  return (await isReadable(file)) ? null : 'was changed, moved or removed since it was chosen';
}

async function changeBehind(handle: FileHandle, file: File): Promise<string | null> {
  try {
    const now = await handle.getFile();
    if (now.size !== file.size || now.lastModified !== file.lastModified)
      return 'was changed since it was chosen';
  } catch {
    return 'was moved or removed since it was chosen, or may not be read any more';
  }
  return changeSeenByReading(file);
}
