import {
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Table } from '#functions/io/table.ts';
import type { MemoryTable } from './memory-table.ts';
import type { TakeTurn } from './simulated-desk-turns.ts';

/** The table as one invocation reaches it: each call that others could get in between with is a turn. */
export function tableAt(table: MemoryTable, turn: TakeTurn): Table {
  const send = (command: unknown): Promise<unknown> => {
    // The client's own type has one overload per command, which no single call can stand for.
    const call = (): Promise<unknown> => table.client.send(command as UpdateCommand);
    const [does, about] = described(command);
    return about === '' ? call() : turn(does, about, call);
  };
  return { name: table.name, client: { send } as Table['client'] };
}

/** What a command does, and to whose item; nobody's where it reads the directory, which nothing here changes. */
function described(command: unknown): [does: string, about: string] {
  if (command instanceof TransactWriteCommand) {
    const [first] = command.input.TransactItems ?? [];
    return ['Transact', numberIn(first?.Put?.Item ?? first?.Update?.Key)];
  }
  if (command instanceof QueryCommand)
    return [`Query ${command.input.IndexName ?? ''}`, command.input.IndexName ?? ''];
  if (command instanceof GetCommand) return [`Get ${kindOf(command.input.Key)}`, numberIn(command.input.Key)];
  if (command instanceof UpdateCommand)
    return [`Update ${kindOf(command.input.Key)}`, numberIn(command.input.Key)];
  if (command instanceof PutCommand)
    return [`Put ${kindOf(command.input.Item)}`, numberIn(command.input.Item)];
  return ['', ''];
}

function kindOf(key: Record<string, unknown> | undefined): string {
  return String(key?.sk).replace(/#.*$/, '');
}

function numberIn(key: Record<string, unknown> | undefined): string {
  const pk = String(key?.pk);
  if (pk.startsWith('SR#')) return pk.slice('SR#'.length);
  return key?.sk === 'SURVEY' ? pk : '';
}
