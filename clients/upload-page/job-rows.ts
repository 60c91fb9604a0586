import type { KeyedRow } from './files-section.ts';
import type { Job } from './job.ts';
import type { JobRow } from './job-row.ts';

/** The rows of the uploads that this page works on. */
export class JobRows {
  readonly #rows = new Map<Job, { readonly key: string; readonly row: JobRow }>();
  #made = 0;

  add(job: Job, row: JobRow): void {
    this.#made += 1;
    this.#rows.set(job, { key: `job ${this.#made}`, row });
  }

  drop(job: Job): void {
    this.#rows.delete(job);
  }

  /** Brings the row of an upload up to date. */
  show(job: Job): void {
    this.#rows.get(job)?.row.show();
  }

  /** The latest first. */
  all(): KeyedRow[] {
    return [...this.#rows.values()].reverse().map(({ key, row }) => ({ key, make: () => row }));
  }
}
