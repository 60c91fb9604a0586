import type { UploadView } from '#shared/schema/upload.ts';
import { element, write } from './element.ts';
import { FileList } from './file-list.ts';
import { fileRow } from './file-row.ts';
import type { Row } from './row.ts';
import { type UnfinishedActions, UnfinishedRow } from './unfinished-row.ts';

/** What the rows of files can be asked to do. */
export interface FilesActions {
  /** What can be done about an unfinished upload; null where it is somebody else's. */
  unfinished(upload: UploadView): UnfinishedActions | null;
  download(upload: UploadView): void;
}

/** A row, made when it is first shown. */
export interface KeyedRow {
  readonly key: string;
  readonly make: () => Row;
}

/** The list of a request's files: uploads under way first, then unfinished ones, then what has arrived. */
export class FilesSection {
  readonly element: HTMLElement;
  readonly #actions: FilesActions;
  readonly #note = element('p', { class: 'soft' }, 'Loading the files …');
  readonly #list: FileList;
  readonly #removed: FileList;
  readonly #removedPart: HTMLElement;

  constructor(actions: FilesActions) {
    this.#actions = actions;
    const heading = element('h2', { tabindex: '-1' }, 'Files');
    const summary = element('summary', {}, 'Removed files');
    this.#list = new FileList(heading);
    this.#removed = new FileList(summary);
    this.#removedPart = element(
      'details',
      { class: 'removed', hidden: true },
      summary,
      this.#removed.element,
    );
    this.element = element('section', {}, heading, this.#note, this.#list.element, this.#removedPart);
  }

  /** Shows what is under way, and the files that nobody here works on. */
  show(underWay: readonly KeyedRow[], files: readonly UploadView[]): void {
    const shown = files.filter((file) => !isRemoved(file)).sort((a, b) => rank(a) - rank(b));
    this.#list.show([...underWay, ...shown.map((file) => this.#rowOf(file))]);
    const removed = files.filter(isRemoved);
    this.#removed.show(removed.map((file) => this.#rowOf(file)));
    this.#removedPart.hidden = removed.length === 0;
    this.note(underWay.length + files.length === 0 ? 'Nothing has been sent yet.' : '');
  }

  /** Says something about the list as a whole; an empty text takes it back. */
  note(text: string): void {
    write(this.#note, text);
  }

  /** Says in the row of an unfinished upload why it does not go on with a file. */
  refuse(upload: UploadView, sentence: string, asNew: (() => void) | null): void {
    const row = this.#list.get(unfinishedKey(upload));
    if (!(row instanceof UnfinishedRow)) return;
    row.refuse(sentence, asNew);
    if (sentence !== '') row.heading.focus();
  }

  /** Tells how many parts of an unfinished upload are there. */
  showThere(upload: UploadView, parts: number): void {
    const row = this.#list.get(unfinishedKey(upload));
    if (row instanceof UnfinishedRow) row.showThere(parts, upload.parts);
  }

  #rowOf(file: UploadView): KeyedRow {
    if (file.state === 'uploading')
      return {
        key: unfinishedKey(file),
        make: () => new UnfinishedRow(file, this.#actions.unfinished(file)),
      };
    return { key: `${file.id} ${file.state}`, make: () => fileRow(file, () => this.#actions.download(file)) };
  }
}

const unfinishedKey = ({ id }: UploadView) => `${id} unfinished`;

const isRemoved = ({ state }: UploadView) => state === 'aborted' || state === 'deleted';

const rank = ({ state }: UploadView) => (state === 'uploading' ? 0 : 1);
