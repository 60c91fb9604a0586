import { type FileHandle, fileBehind, type PickedFile, pickFiles } from './file-handles.ts';

/**
 * The file that a handle leads to as it is now, or without one the file that is chosen. Null where there is none; where
 * the handle is to blame, that is told. Call it from a click.
 */
export async function chooseAgain(
  handle: FileHandle | null,
  tell: (sentence: string) => void,
): Promise<PickedFile | null> {
  if (handle === null) return (await pickFiles(false))[0] ?? null;
  const file = await fileBehind(handle);
  if (file instanceof File) return { file, handle };
  // Not asked for at once: the browser opens no choice of files long after the click.
  tell(
    file === 'gone'
      ? `${handle.name} is not where it was. Choose or drop it from where it is now.`
      : `The browser may not read ${handle.name} again. Allow it, or choose or drop the file.`,
  );
  return null;
}
