import type { Outcome } from '../upload/outcome.ts';
import type { UploadStage } from '../upload/progress.ts';
import { button, element, write } from './element.ts';
import { giveUpButton } from './give-up-button.ts';
import type { Job } from './job.ts';
import { amountWords, type Circumstances, paceWords, stateWords } from './job-words.ts';
import { ProgressBar } from './progress-bar.ts';
import { type Row, row, showOnly } from './row.ts';

/** What a row can be asked to do with its upload. */
export interface JobActions {
  readonly circumstances: () => Circumstances;
  /** Said whenever the state in words is another. */
  readonly onState: (words: string) => void;
  /** Uploads the file once more, or goes on; a file that was changed is chosen anew first. */
  readonly again: () => void;
  /** Takes an upload that ended out of the list. */
  readonly hide: () => void;
}

/** Its stages in which nothing is sent any more. */
const PAST: ReadonlySet<UploadStage> = new Set(['completing', 'verifying', 'verified', 'ended']);

/** An upload that this page works on. */
export class JobRow implements Row {
  readonly element: HTMLLIElement;
  readonly heading: HTMLElement;
  readonly #job: Job;
  readonly #actions: JobActions;
  readonly #bar: ProgressBar;
  readonly #state = element('span', { class: 'chip' });
  readonly #amount = element('span');
  readonly #pace = element('span', { class: 'soft' });
  readonly #problem = element('p', { class: 'problem', hidden: true });
  readonly #pause: HTMLButtonElement;
  readonly #running: HTMLElement;
  readonly #ended: HTMLElement;
  #words = '';

  constructor(job: Job, name: string, actions: JobActions) {
    this.#job = job;
    this.#actions = actions;
    this.#bar = new ProgressBar(name);
    this.#pause = button('Pause', name, () => (job.paused ? job.letGo('person') : job.hold('person')));
    this.#running = element(
      'div',
      { class: 'buttons' },
      this.#pause,
      giveUpButton(name, () => this.#giveUp()),
    );
    this.#ended = element('div', { class: 'buttons', hidden: true });
    const facts = element('p', { class: 'facts-line' }, this.#state, this.#amount, this.#pace);
    const made = row('job', name, this.#bar.element, facts, this.#problem, this.#running, this.#ended);
    this.element = made.element;
    this.heading = made.heading;
    this.show();
  }

  show(): void {
    const { progress, outcome, paused } = this.#job;
    const words = stateWords(progress, this.#actions.circumstances());
    this.#bar.show(progress, words === 'sending');
    write(this.#state, words);
    write(this.#amount, amountWords(progress));
    write(this.#pace, words === 'sending' ? paceWords(progress) : '');
    const label = paused ? 'Resume' : 'Pause';
    write(this.#pause, label);
    this.#pause.setAttribute('aria-label', `${label}: ${this.heading.textContent}`);
    if (outcome !== null) this.#showEnd(outcome);
    // Once everything has arrived there is nothing to pause, and giving up would come too late.
    else showOnly(PAST.has(progress.state) ? null : this.#running, [this.#running], this.heading);
    if (words === this.#words) return;
    this.#words = words;
    if (outcome === null) this.#actions.onState(words);
  }

  /** Its end is told as any other. */
  async #giveUp(): Promise<void> {
    this.#pause.hidden = true;
    this.#job.cancel();
    await this.#job.over;
  }

  #showEnd(outcome: Outcome): void {
    if (!this.#ended.hidden || !('sentence' in outcome)) return;
    const name = this.heading.textContent;
    const label = outcome.kind === 'changed' ? 'Choose it again' : 'Try again';
    this.#ended.append(
      button(label, name, this.#actions.again, 'main'),
      button('Hide', name, this.#actions.hide),
    );
    write(this.#problem, outcome.sentence);
    showOnly(this.#ended, [this.#running, this.#ended], this.heading);
  }
}
