import { type FileHandle, fileBehind, type PickedFile, pickFiles } from './file-handles.ts';

/**
 * The file that a handle leads to as it is now, or the one that is chosen where it leads nowhere, which is told. None
 * where nobody chose any. Call it from a click.
 */
export async function chooseAgain(
  handle: FileHandle | null,
  tell: (sentence: string) => void,
): Promise<PickedFile | null> {
  if (handle !== null) {
    const file = await fileBehind(handle);
    if (file instanceof File) return { file, handle };
    tell(
      file === 'gone'
        ? `${handle.name} is not where it was. Choose it where it is now.`
        : `The browser may not read ${handle.name}. Allow it, or choose the file.`,
    );
  }
  const [picked] = await pickFiles(false);
  return picked ?? null;
}
