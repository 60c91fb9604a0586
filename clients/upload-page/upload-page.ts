import type { UploadView } from '#shared/schema/upload.ts';
import { shownFileName } from '#shared/uploads/file-name.ts';
import type { Outcome } from '../upload/outcome.ts';
import { Announcer } from './announcer.ts';
import { chooseAgain } from './choose-again.ts';
import { DownloadFrame } from './download-frame.ts';
import { DropZone } from './drop-zone.ts';
import { element, write } from './element.ts';
import type { Dropped, FileHandle, PickedFile } from './file-handles.ts';
import { FilesSection } from './files-section.ts';
import type { Job } from './job.ts';
import { JobRow } from './job-row.ts';
import { RequestUploads, type UploadSettings } from './request-uploads.ts';
import { sentenceOf } from './sentence-of.ts';
import { SignInNotice } from './sign-in-notice.ts';
import type { UnfinishedActions } from './unfinished-row.ts';

/** How often the list is fetched anew while somebody looks (ms). */
const REFRESH_MS = 5000;

/** The page of a request's files: what is there, what is under way, and where more can be dropped. */
export class UploadPage {
  readonly #uploads: RequestUploads;
  readonly #announcer = new Announcer();
  readonly #dropZone = new DropZone((dropped) => void this.#add(dropped));
  readonly #downloads = new DownloadFrame(() =>
    this.#tell('The download did not begin: the store does not hand the file out just now. Try again.'),
  );
  readonly #files = new FilesSection({
    unfinished: (upload) => this.#unfinished(upload),
    download: (upload) => void this.#download(upload),
  });
  readonly #told = element('p', { class: 'problem', hidden: true });
  readonly #notice: SignInNotice;
  readonly #rows = new Map<Job, { readonly key: string; readonly row: JobRow }>();
  #known: readonly UploadView[] = [];
  #loaded: Promise<void>;
  #made = 0;
  #asked = 0;

  constructor(place: HTMLElement, settings: UploadSettings) {
    this.#uploads = new RequestUploads(settings, {
      onJob: (job) => this.#rows.get(job)?.row.show(),
      onEnd: (job, outcome) => this.#ended(job, outcome),
      onSession: () => this.#sessionChanged(),
    });
    this.#notice = new SignInNotice(this.#uploads.session);
    place.classList.add('uploads');
    place.replaceChildren(
      this.#notice.element,
      element('section', {}, element('h2', {}, 'Send files'), this.#dropZone.element, this.#told),
      this.#files.element,
      this.#announcer.element,
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
      this.#files.note(sentenceOf(error));
    }
  }

  /** Files that were chosen or dropped: each goes on with its unfinished upload, or begins a new one. */
  async #add({ files, folders }: Dropped): Promise<void> {
    const [folder] = folders;
    this.#tell(
      folder === undefined
        ? ''
        : `${folder} is a folder. Pack it into one file first: tar -czf ${folder}.tgz ${folder}`,
    );
    await this.#loaded;
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
    this.#announcer.say(problem);
  }

  #start(picked: PickedFile, uploadId: string | null): void {
    const name = shownFileName(picked.file.name);
    if (this.#uploads.isUnderWay(picked)) {
      this.#tell(`${name} is on its way already.`);
      return;
    }
    const job = this.#uploads.start(picked, uploadId);
    this.#made += 1;
    const row = new JobRow(job, name, {
      circumstances: () => this.#uploads.circumstances,
      onState: (words) => this.#announcer.say(`${name}: ${words}`),
      again: () => void this.#again(job),
      hide: () => this.#drop(job),
    });
    this.#rows.set(job, { key: `job ${this.#made}`, row });
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
    return chooseAgain(handle, (sentence) => this.#tell(sentence));
  }

  #ended(job: Job, outcome: Outcome): void {
    const name = shownFileName(job.picked.file.name);
    if (outcome.kind === 'verified') this.#announcer.say(`${name}: verified, it has arrived whole`);
    if (outcome.kind === 'cancelled') this.#announcer.say(`${name}: given up`);
    if ('sentence' in outcome) this.#announcer.say(`${name}: ${outcome.sentence}`);
    this.#rows.get(job)?.row.show();
    // What is known of it without asking, so that nothing else is shown until the list comes.
    const others = this.#known.filter(({ id }) => id !== job.uploadId);
    if (outcome.kind === 'verified') this.#known = [outcome.upload, ...others];
    if (outcome.kind === 'cancelled') this.#known = others;
    if (!('sentence' in outcome)) this.#drop(job);
    this.#loaded = this.#refresh();
  }

  #drop(job: Job): void {
    this.#uploads.jobs.delete(job);
    this.#rows.delete(job);
    this.#show();
  }

  #sessionChanged(): void {
    const { signedIn } = this.#uploads.session;
    this.#notice.show(signedIn);
    if (!signedIn) return;
    this.#announcer.say('You are signed in again.');
    this.#dropZone.focus();
    this.#loaded = this.#refresh();
  }

  #show(): void {
    const underWay = [...this.#rows.values()].reverse().map(({ key, row }) => ({ key, make: () => row }));
    this.#files.show(
      underWay,
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
      this.#announcer.say(`${upload.name}: given up`);
      await this.#refresh();
    } catch (error) {
      this.#files.refuse(upload, sentenceOf(error), null);
    }
  }

  async #download({ id }: UploadView): Promise<void> {
    try {
      const { url } = await this.#uploads.files.download(id, new AbortController().signal);
      this.#tell('');
      this.#downloads.begin(url);
    } catch (error) {
      this.#tell(sentenceOf(error));
    }
  }

  #tell(sentence: string): void {
    write(this.#told, sentence);
    if (sentence !== '') this.#announcer.say(sentence);
  }
}
