import { createHash } from 'node:crypto';
import { fromHex } from '#shared/uploads/byte-text.ts';
import { type PartPlan, partRange } from '#shared/uploads/part-plan.ts';

/** A part that was received. */
export interface ReceivedPart {
  readonly size: number;
  readonly sha256: string;
}

/** The values that make two uploads the same one. */
export interface UploadValues {
  readonly name: string;
  readonly size: number;
  readonly mtime: string;
  readonly fingerprint: string;
}

/** An upload as the fake desk keeps it: what was announced, what arrived, how far it is. */
export class FakeUpload {
  state: 'uploading' | 'verifying' | 'verified' | 'failed' | 'aborted' = 'uploading';
  digest: string | null = null;
  reason: string | null = null;
  readonly announced = new Map<number, string>();
  readonly received = new Map<number, ReceivedPart>();
  /** How often each part was received whole. */
  readonly arrivals = new Map<number, number>();
  #polls = 0;
  readonly id: string;
  readonly values: UploadValues;
  readonly plan: PartPlan;

  constructor(id: string, values: UploadValues, plan: PartPlan) {
    this.id = id;
    this.values = values;
    this.plan = plan;
  }

  receive(n: number, part: ReceivedPart): void {
    this.received.set(n, part);
    this.arrivals.set(n, (this.arrivals.get(n) ?? 0) + 1);
  }

  /** Somebody asks how far it is: once verification has lasted `polls` such looks, it is over. */
  poll(polls: number, failure: string | null): void {
    if (this.state !== 'verifying' || ++this.#polls <= polls) return;
    this.state = failure === null ? 'verified' : 'failed';
    this.reason = failure;
  }

  /** Bytes that were received and had been received before. */
  get wasted(): number {
    return [...this.arrivals].reduce((sum, [n, times]) => sum + (times - 1) * this.lengthOf(n), 0);
  }

  lengthOf(n: number): number {
    return partRange(n, this.values.size, this.plan.partSize).length;
  }

  /** Parts that are not there, or not as announced. */
  shortfall(): { missing: number[]; mismatched: number[] } {
    const numbers = Array.from({ length: this.plan.parts }, (_, index) => index + 1);
    const missing = numbers.filter((n) => !this.received.has(n));
    const mismatched = numbers.filter((n) => {
      const part = this.received.get(n);
      return part && (part.size !== this.lengthOf(n) || part.sha256 !== this.announced.get(n));
    });
    return { missing, mismatched };
  }

  /** The digest of what was received, computed without any code that is under test. */
  storedDigest(): string {
    const hash = createHash('sha256');
    for (let n = 1; n <= this.plan.parts; n++) hash.update(fromHex(this.received.get(n)?.sha256 ?? ''));
    return `${hash.digest('hex')}-${this.plan.parts}`;
  }

  /** The lines of `text/plain`. */
  lines(): string[] {
    const { name, size, mtime, fingerprint } = this.values;
    const { partSize, parts } = this.plan;
    const known = { id: this.id, number: '26125519699', name, size, mtime, fingerprint, partSize, parts };
    const rest = { state: this.state, digest: this.digest, reason: this.reason, concurrency: 4 };
    return Object.entries({ ...known, ...rest })
      .filter(([, value]) => value !== null)
      .map(([key, value]) => `${key} ${String(value).replaceAll(/\p{Cc}+/gu, ' ')}`);
  }
}
