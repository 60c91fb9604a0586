import type { UploadView } from '#shared/schema/upload.ts';
import { shownFileName } from '#shared/uploads/file-name.ts';
import type { Outcome } from '../upload/outcome.ts';
import { chooseAgain } from './choose-again.ts';
import { DownloadFrame } from './download-frame.ts';
import { DropZone } from './drop-zone.ts';
import { element } from './element.ts';
import type { Dropped, FileHandle, PickedFile } from './file-handles.ts';
import { FilesSection } from './files-section.ts';
import type { Job } from './job.ts';
import { JobRow } from './job-row.ts';
import { JobRows } from './job-rows.ts';
import { outcomeWords } from './outcome-words.ts';
import { RequestUploads, type UploadSettings } from './request-uploads.ts';
import { sentenceOf } from './sentence-of.ts';
import { SignInNotice } from './sign-in-notice.ts';
import { Told } from './told.ts';
import type { UnfinishedActions } from './unfinished-row.ts';

/** How often the list is fetched anew while somebody looks (ms). */
const REFRESH_MS = 5000;

/** How long files that were chosen wait for the list, which says what is unfinished (ms). */
const LIST_WITHIN_MS = 3000;

/** The page of a request's files: what is there, what is under way, and where more can be dropped. */
export class UploadPage {
  readonly #uploads: RequestUploads;
  readonly #told = new Told();
  readonly #dropZone = new DropZone((dropped) => void this.#add(dropped));
  readonly #downloads = new DownloadFrame(() =>
    this.#told.tell('The download did not begin: the store does not hand the file out just now. Try again.'),
  );
  readonly #files = new FilesSection({
    unfinished: (upload) => this.#unfinished(upload),
    download: (upload) => void this.#download(upload),
  });
  readonly #notice: SignInNotice;
  readonly #rows = new JobRows();
  #known: readonly UploadView[] = [];
  #loaded: Promise<void>;
  #asked = 0;

  constructor(place: HTMLElement, settings: UploadSettings) {
    this.#uploads = new RequestUploads(settings, {
      onJob: (job) => this.#rows.show(job),
      onEnd: (job, outcome) => this.#ended(job, outcome),
      onSession: () => this.#sessionChanged(),
    });
    this.#notice = new SignInNotice(this.#uploads.session);
    place.classList.add('uploads');
    place.replaceChildren(
      this.#notice.element,
      element('section', {}, element('h2', {}, 'Send files'), this.#dropZone.element, this.#told.line),
      this.#files.element,
      this.#told.heard,
      this.#downloads.element,
    );
    this.#loaded = this.#refresh();
    setInterval(() => {
      if (!document.hidden && this.#uploads.session.signedIn) this.#loaded = this.#refresh();
    }, REFRESH_MS);
  }

  async #refresh(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const known = await this.#uploads.list();
      // An answer to an earlier question may know less than what has happened since.
      if (mine !== this.#asked) return;
      this.#known = known;
      this.#show();
    } catch (error) {
      // Signed out, the notice above says what is to be done.
      this.#files.note(this.#uploads.session.signedIn ? sentenceOf(error) : '');
    }
  }

  /** Files that were chosen or dropped: each goes on with its unfinished upload, or begins a new one. */
  async #add({ files, folders }: Dropped): Promise<void> {
    const [folder] = folders;
    this.#told.tell(
      folder === undefined
        ? ''
        : `${folder} is a folder. Pack it into one file first: tar -czf ${folder}.tgz ${folder}`,
    );
    await Promise.race([this.#loaded, new Promise((resolve) => setTimeout(resolve, LIST_WITHIN_MS))]);
    for (const picked of files) {
      const unfinished = this.#uploads.unfinishedFor(picked);
      if (unfinished) await this.#goOn(unfinished, picked);
      else this.#start(picked, null);
    }
  }

  async #goOn(upload: UploadView, picked: PickedFile): Promise<void> {
    const problem = await this.#uploads.whyNot(upload, picked);
    if (problem === null) return this.#start(picked, upload.id);
    this.#files.refuse(upload, problem, () => {
      this.#files.refuse(upload, '', null);
      this.#start(picked, null);
    });
    this.#told.say(problem);
  }

  #start(picked: PickedFile, uploadId: string | null): void {
    const name = shownFileName(picked.file.name);
    if (this.#uploads.isUnderWay(picked)) {
      this.#told.tell(`${name} is on its way already.`);
      return;
    }
    const job = this.#uploads.start(picked, uploadId);
    const row = new JobRow(job, name, {
      circumstances: () => this.#uploads.circumstances,
      onState: (words) => this.#told.say(`${name}: ${words}`),
      again: () => void this.#again(job),
      hide: () => this.#drop(job),
    });
    this.#rows.add(job, row);
    this.#show();
  }

  async #again(job: Job): Promise<void> {
    const { picked, outcome, uploadId } = job;
    if (outcome?.kind !== 'changed') {
      this.#drop(job);
      this.#start(picked, uploadId);
      return;
    }
    const anew = await this.#choose(picked.handle);
    if (anew === null) return;
    this.#drop(job);
    await this.#add({ files: [anew], folders: [] });
  }

  #choose(handle: FileHandle | null): Promise<PickedFile | null> {
    return chooseAgain(handle, (sentence) => this.#told.tell(sentence));
  }

  #ended(job: Job, outcome: Outcome): void {
    const words = outcomeWords(shownFileName(job.picked.file.name), outcome, job.wasThere);
    if (job.wasThere && outcome.kind === 'verified') this.#told.tell(words, 'note');
    else if (words !== '') this.#told.say(words);
    this.#rows.show(job);
    // What is known of it without asking, so that nothing else is shown until the list comes.
    const others = this.#known.filter(({ id }) => id !== job.uploadId);
    if (outcome.kind === 'verified') this.#known = [outcome.upload, ...others];
    if (outcome.kind === 'cancelled') this.#known = others;
    if (!('sentence' in outcome)) this.#drop(job);
    this.#loaded = this.#refresh();
  }

  #drop(job: Job): void {
    this.#uploads.jobs.delete(job);
    this.#rows.drop(job);
    this.#show();
  }

  #sessionChanged(): void {
    const { signedIn } = this.#uploads.session;
    this.#notice.show(signedIn);
    if (!signedIn) return;
    this.#told.say('You are signed in again.');
    this.#dropZone.focus();
    this.#loaded = this.#refresh();
  }

  #show(): void {
    this.#files.show(
      this.#rows.all(),
      this.#known.filter(({ id }) => !this.#uploads.jobOf(id)),
    );
  }

  #unfinished(upload: UploadView): UnfinishedActions | null {
    if (!this.#uploads.isMine(upload)) return null;
    const goOn = async (handle: FileHandle | null) => {
      const picked = await this.#choose(handle);
      if (picked !== null) await this.#goOn(upload, picked);
    };
    this.#uploads.partsThere(upload.id).then(
      (there) => this.#files.showThere(upload, there),
      // It is only told where it can be.
      (error: unknown) => sentenceOf(error),
    );
    const handle = this.#uploads.handleOf(upload.id);
    return {
      goOn: handle && (() => void goOn(handle)),
      choose: () => void goOn(null),
      giveUp: () => this.#giveUp(upload),
    };
  }

  async #giveUp(upload: UploadView): Promise<void> {
    try {
      await this.#uploads.giveUp(upload.id);
      this.#told.say(`${upload.name}: given up`);
      await this.#refresh();
    } catch (error) {
      this.#files.refuse(upload, sentenceOf(error), null);
    }
  }

  async #download({ id }: UploadView): Promise<void> {
    try {
      const { url } = await this.#uploads.files.download(id);
      this.#told.tell('');
      this.#downloads.begin(url);
    } catch (error) {
      this.#told.tell(sentenceOf(error));
    }
  }
}
