import { createHash } from 'node:crypto';
import { RecordFolder } from './record-folder.ts';
import { SortedKeys } from './sorted-keys.ts';
import { StoredObject } from './stored.ts';

/** The objects of a bucket by key: records in memory, each in a file of its own. */
export class ObjectStore {
  readonly #records: RecordFolder<typeof StoredObject>;
  readonly #objects: Map<string, StoredObject>;
  readonly keys: SortedKeys;

  constructor(folder: string) {
    this.#records = new RecordFolder(folder, StoredObject);
    this.#objects = new Map([...this.#records.load().values()].map((object) => [object.key, object]));
    this.keys = new SortedKeys(this.#objects.keys());
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  all(): Iterable<StoredObject> {
    return this.#objects.values();
  }

  /** Puts an object in the place of the one with its key, which is returned. */
  put(object: StoredObject): StoredObject | undefined {
    this.#records.save(recordName(object.key), object);
    const before = this.#objects.get(object.key);
    this.#objects.set(object.key, object);
    this.keys.add(object.key);
    return before;
  }

  /** Deletes an object and returns what it was, or undefined when there was none. */
  delete(key: string): StoredObject | undefined {
    const before = this.#objects.get(key);
    if (before === undefined) return undefined;
    this.#records.remove(recordName(key));
    this.#objects.delete(key);
    this.keys.delete(key);
    return before;
  }
}

/** A key may be longer than a file name, and hold slashes. */
function recordName(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
