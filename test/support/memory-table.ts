import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import {
  assertAllUsed,
  type Compiled,
  type Condition,
  compileCondition,
  type Item,
  type Substitutions,
  UnsupportedExpression,
  ValidationException,
} from './memory-table-expression.ts';
import { INDEXES, queryItems } from './memory-table-query.ts';
import { compileUpdate } from './memory-table-update.ts';

/** A write as the stream of a table with NEW_AND_OLD_IMAGES tells it; images are plain values and never change. */
export interface Written {
  readonly sequence: number;
  readonly pk: string;
  readonly sk: string;
  readonly before: Item | undefined;
  readonly after: Item;
}

/** One table in memory, behind the document client's `send`; it also tells each write that changed something. */
export interface MemoryTable {
  readonly name: string;
  readonly client: Pick<DynamoDBDocumentClient, 'send'>;
  /** All items, in no order; they are the table's own, to be looked at only. */
  items(): Iterable<Item>;
  find(pk: string, sk: string): Item | undefined;
}

type Write = { readonly key: string; readonly check: () => boolean; readonly after: () => Item };

const OUTDATED = { $metadata: {}, message: 'The conditional request failed' };

/**
 * Opens a table that knows exactly the commands and the expressions that the functions use, and throws for any
 * other. `initial` is shared, not copied: no item is ever changed in place.
 */
export function openMemoryTable(
  onWrite: (written: Written) => void,
  initial: Iterable<Item> = [],
): MemoryTable {
  const name = 'desk';
  const items = new Map<string, Item>();
  let sequence = 0;
  for (const item of initial) items.set(keyOf(item), item);

  function send(command: unknown): unknown {
    if (command instanceof GetCommand) {
      const found = items.get(keyOf(command.input.Key));
      return found ? { Item: structured(found) } : {};
    }
    if (command instanceof QueryCommand) {
      const { Items, ...rest } = queryItems(items.values(), command.input);
      return { Items: Items.map(structured), ...rest };
    }
    if (command instanceof PutCommand) return single(putWrite(command.input));
    if (command instanceof UpdateCommand) return single(updateWrite(command.input));
    if (command instanceof TransactWriteCommand) return transact(command.input);
    throw new UnsupportedExpression(`a ${Object(command).constructor.name}`);
  }

  function single(write: Write): object {
    if (!write.check()) throw new ConditionalCheckFailedException(OUTDATED);
    apply([[write.key, write.after()]]);
    return {};
  }

  function transact({ TransactItems = [] }: TransactWriteCommandInput): object {
    const writes = TransactItems.map(({ Put, Update, ...others }): Write => {
      if (Put && !Update) return putWrite(Put);
      if (Update && !Put) return updateWrite(Update);
      throw new UnsupportedExpression(`${Object.keys(others).join()} in a transaction`);
    });
    if (writes.length > 100) throw new ValidationException('A transaction has at most 100 items.');
    if (new Set(writes.map(({ key }) => key)).size < writes.length)
      throw new ValidationException('Transaction request cannot include multiple operations on one item');
    const checks = writes.map((write) => write.check());
    if (checks.includes(false)) {
      const CancellationReasons = checks.map((held) => ({ Code: held ? 'None' : 'ConditionalCheckFailed' }));
      throw new TransactionCanceledException({
        $metadata: {},
        message: 'Transaction cancelled',
        CancellationReasons,
      });
    }
    apply(writes.map(({ key, after }) => [key, after()]));
    return {};
  }

  function apply(changes: readonly [string, Item][]): void {
    for (const [, item] of changes) checkIndexKeys(item);
    for (const [key, after] of changes) {
      const before = items.get(key);
      items.set(key, after);
      // A write that changes nothing makes no stream record.
      if (before && JSON.stringify(before) === JSON.stringify(after)) continue;
      sequence += 1;
      onWrite({ sequence, pk: String(after.pk), sk: String(after.sk), before, after });
    }
  }

  function putWrite(input: PutCommandInput | NonNullable<TransactItem['Put']>): Write {
    const { Item: given = {} } = input;
    const substitutions = substitutionsOf(input);
    const condition = conditionOf(input);
    assertAllUsed(substitutions, condition);
    const key = keyOf(given);
    return {
      key,
      check: () => condition.run(items.get(key) ?? {}, substitutions),
      after: () => structured(given),
    };
  }

  function updateWrite(input: UpdateCommandInput | NonNullable<TransactItem['Update']>): Write {
    const { Key = {}, UpdateExpression = '' } = input;
    const substitutions = substitutionsOf(input);
    const condition = conditionOf(input);
    const update = compileUpdate(UpdateExpression);
    assertAllUsed(substitutions, condition, update);
    const key = keyOf(Key);
    return {
      key,
      check: () => condition.run(items.get(key) ?? {}, substitutions),
      after() {
        const after = structured(update.run(items.get(key) ?? { ...Key }, substitutions));
        if (keyOf(after) !== key) throw new ValidationException('Cannot update the key of an item.');
        return after;
      },
    };
  }

  // The client's own type has one overload per command, which no single function can be assigned to.
  const client = { send: async (command: unknown) => send(command) } as MemoryTable['client'];
  return { name, client, items: () => items.values(), find: (pk, sk) => items.get(keyOf({ pk, sk })) };
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

function keyOf(item: Item | undefined): string {
  const { pk, sk } = item ?? {};
  if (typeof pk !== 'string' || typeof sk !== 'string' || pk === '' || sk === '')
    throw new ValidationException('pk and sk must be texts that are not empty.');
  return `${pk}\n${sk}`;
}

type Expressions = Pick<
  UpdateCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

const ALWAYS: Compiled<Condition> = { run: () => true, used: new Set() };

function conditionOf({ ConditionExpression }: Expressions): Compiled<Condition> {
  return ConditionExpression === undefined ? ALWAYS : compileCondition(ConditionExpression);
}

function substitutionsOf({
  ExpressionAttributeNames,
  ExpressionAttributeValues,
}: Expressions): Substitutions {
  return { names: ExpressionAttributeNames ?? {}, values: ExpressionAttributeValues ?? {} };
}

/** DynamoDB keeps no order of a map's fields and no undefined ones: here they come back sorted. */
function structured<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(structured) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const sorted: Record<string, unknown> = {};
  const fields = value as Record<string, unknown>;
  for (const name of Object.keys(fields).sort()) {
    if (fields[name] !== undefined) sorted[name] = structured(fields[name]);
  }
  return sorted as Value;
}

function checkIndexKeys(item: Item): void {
  for (const { keys } of Object.values(INDEXES)) {
    for (const key of keys) {
      const value = item[key];
      if (value !== undefined && (typeof value !== 'string' || value === ''))
        throw new ValidationException(`The index key ${key} must be a text that is not empty.`);
    }
  }
}
