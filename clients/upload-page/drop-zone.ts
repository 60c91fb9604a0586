import { button, element } from './element.ts';
import { type Dropped, droppedFiles, pickFiles } from './file-handles.ts';

/** Where files are chosen or dropped. A drop beside it counts too: the browser would leave the page for the file. */
export class DropZone {
  readonly element: HTMLElement;
  readonly #chooser: HTMLButtonElement;

  constructor(onFiles: (dropped: Dropped) => void) {
    const choose = async () => onFiles({ files: await pickFiles(true), folders: [] });
    this.#chooser = button('Choose files', '', () => void choose(), 'main');
    this.element = element(
      'div',
      { class: 'drop-zone', role: 'group', 'aria-label': 'Upload files' },
      element('p', { class: 'drop-here' }, 'Drop files here, or'),
      this.#chooser,
      element(
        'p',
        { class: 'soft small' },
        'Large files are fine: each is checked on arrival, and an upload that breaks off goes on where it stopped.',
      ),
    );
    this.#listen(onFiles);
  }

  focus(): void {
    this.#chooser.focus();
  }

  #listen(onFiles: (dropped: Dropped) => void): void {
    document.addEventListener('dragover', (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      this.element.classList.add('over');
    });
    document.addEventListener('dragleave', (event) => {
      // Null where what is dragged leaves the window.
      if (event.relatedTarget === null) this.element.classList.remove('over');
    });
    document.addEventListener('drop', (event) => {
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      this.element.classList.remove('over');
      void droppedFiles(event.dataTransfer).then(onFiles);
    });
  }
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}
