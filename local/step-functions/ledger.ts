import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { type Definition, parseDefinition } from './definition.ts';
import { applyEntry, type ExecutionRecord, entriesOf, JournalEntry } from './execution-record.ts';
import type { Journal } from './journal.ts';

/** Executions as the journal tells them, and the definitions that running ones were started with. */
export class Ledger {
  readonly #journal: Journal;
  readonly #records = new Map<string, ExecutionRecord>();
  readonly #parsed = new Map<string, Definition>();
  /** Hashes of the definitions whose text the journal holds. */
  readonly #kept = new Set<string>();
  #closed = false;

  /** Reads the journal and rewrites it with the fewest lines that say the same. */
  constructor(journal: Journal) {
    this.#journal = journal;
    const texts = new Map<string, string>();
    for (const line of journal.read()) {
      const entry = z.parse(JournalEntry, JSON.parse(line));
      if (entry.kind === 'definition') texts.set(entry.hash, entry.text);
      else applyEntry(this.#records, entry);
    }
    const running = this.records().filter(({ status }) => status === 'RUNNING');
    const entries: JournalEntry[] = [];
    for (const hash of new Set(running.map(({ definition }) => definition))) {
      const text = texts.get(hash);
      if (text === undefined) throw new Error(`The journal lost the definition ${hash}`);
      this.#parsed.set(hash, parseDefinition(text));
      this.#kept.add(hash);
      entries.push({ kind: 'definition', hash, text });
    }
    entries.push(...this.records().flatMap(entriesOf));
    journal.rewrite(entries.map((entry) => JSON.stringify(entry)));
  }

  /** Oldest first. */
  records(): ExecutionRecord[] {
    return [...this.#records.values()];
  }

  find(executionArn: string): ExecutionRecord | undefined {
    return this.#records.get(executionArn);
  }

  /** Parses a definition and returns the hash it goes by. */
  define(text: string): string {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
    if (!this.#parsed.has(hash)) this.#parsed.set(hash, parseDefinition(text));
    return hash;
  }

  definition(hash: string): Definition {
    const definition = this.#parsed.get(hash);
    if (definition === undefined) throw new Error(`Unknown definition ${hash}`);
    return definition;
  }

  /** Puts the text of a definition into the journal, once. */
  keepDefinition(hash: string, text: string): void {
    if (this.#kept.has(hash)) return;
    this.#kept.add(hash);
    this.#append({ kind: 'definition', hash, text });
  }

  /** Writes a line, then applies it. After `close` it applies nothing either: the process counts as dead. */
  write(entry: Exclude<JournalEntry, { kind: 'definition' }>): void {
    if (this.#closed) return;
    this.#append(entry);
    applyEntry(this.#records, entry);
  }

  close(): void {
    this.#closed = true;
    this.#journal.close();
  }

  #append(entry: JournalEntry): void {
    this.#journal.append(JSON.stringify(entry));
  }
}
