/** A file that somebody chose or dropped, with the handle that leads to it again where the browser gives one. */
export interface PickedFile {
  readonly file: File;
  readonly handle: FileHandle | null;
}

/** Part of the File System API that not every browser has. https://wicg.github.io/file-system-access/ */
export interface FileHandle extends FileSystemFileHandle {
  queryPermission?(mode: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission?(mode: { readonly mode: 'read' }): Promise<PermissionState>;
}

type OpenFilePicker = (options: { readonly multiple: boolean }) => Promise<FileHandle[]>;

/** What a handle leads to now; the browser may ask whoever sits there. Call it from a click. */
export async function fileBehind(handle: FileHandle): Promise<File | 'not-allowed' | 'gone'> {
  const mode = { mode: 'read' } as const;
  try {
    const known = (await handle.queryPermission?.(mode)) ?? 'granted';
    const permission = known === 'granted' ? known : await handle.requestPermission?.(mode);
    return permission === 'granted' ? await handle.getFile() : 'not-allowed';
  } catch {
    return 'gone';
  }
}

/** Has the browser ask for files. Resolves with none where nobody chose any. */
export async function pickFiles(multiple: boolean): Promise<PickedFile[]> {
  const picker = openFilePicker();
  if (picker === null) return pickWithInput(multiple);
  try {
    const handles = await picker({ multiple });
    return await Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return [];
    return pickWithInput(multiple);
  }
}

function openFilePicker(): OpenFilePicker | null {
  const picker: unknown = Reflect.get(window, 'showOpenFilePicker');
  // Proof of the cast: the API has only this one function of that name.
  return typeof picker === 'function' ? (picker.bind(window) as OpenFilePicker) : null;
}

function pickWithInput(multiple: boolean): Promise<PickedFile[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = multiple;
  return new Promise((resolve) => {
    input.addEventListener('change', () =>
      resolve([...(input.files ?? [])].map((file) => ({ file, handle: null }))),
    );
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

/** What was dropped: files, and the names of folders, which cannot be uploaded. */
export interface Dropped {
  readonly files: readonly PickedFile[];
  readonly folders: readonly string[];
}

/** Reads a drop. Everything is asked for at once: the browser forgets a drop after its event. */
export async function droppedFiles(transfer: DataTransfer): Promise<Dropped> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const asked = items.map((item) => ({
    file: item.getAsFile(),
    isFolder: item.webkitGetAsEntry()?.isDirectory === true,
    handle: handleOf(item),
  }));
  const files: PickedFile[] = [];
  const folders: string[] = [];
  for (const { file, isFolder, handle } of asked) {
    if (file === null) continue;
    if (isFolder) folders.push(file.name);
    else files.push({ file, handle: await handle });
  }
  return { files, folders };
}

async function handleOf(item: DataTransferItem): Promise<FileHandle | null> {
  const ask: unknown = Reflect.get(item, 'getAsFileSystemHandle');
  if (typeof ask !== 'function') return null;
  try {
    const handle: unknown = await ask.call(item);
    return handle instanceof FileSystemFileHandle ? handle : null;
  } catch {
    return null;
  }
}
