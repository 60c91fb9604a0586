import * as z from 'zod/mini';
import { Fact } from './event.ts';
import { Instant } from './instant.ts';

/** A member of staff as an answer names them: to staff with the address, to customers without. */
export const ShownPerson = z.object({ name: z.string(), email: z.optional(z.string()) });
export type ShownPerson = z.infer<typeof ShownPerson>;

const fact = <Type extends Fact['type'], Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });

const changed = [
  fact('EngineerAssigned', { engineer: ShownPerson }),
  fact('EngineerReassigned', { from: ShownPerson, engineer: ShownPerson, reason: z.string() }),
  fact('EscalationEngineerNamed', { engineer: ShownPerson, plan: z.string(), nextUpdateAt: Instant }),
  fact('PhoneContactLogged', {
    direction: z.enum(['inbound', 'outbound']),
    reached: z.boolean(),
    /** Only staff read what staff noted of a call. */
    note: z.optional(z.string()),
  }),
] as const;

type Changed = z.infer<(typeof changed)[number]>['type'];
type FactSchema = (typeof Fact.def.options)[number];
type Kept = FactSchema extends infer Schema
  ? Schema extends FactSchema
    ? z.infer<Schema>['type'] extends Changed
      ? never
      : Schema
    : never
  : never;

const CHANGED = new Set<string>(changed.flatMap(({ shape }) => shape.type.def.values));
const kept = Fact.def.options.filter(
  (option): option is Kept => !option.shape.type.def.values.some((type) => CHANGED.has(type)),
);

/** A fact as the timeline shows it: to staff as it is stored, to customers without what is the staff's own. */
export const ShownFact = z.discriminatedUnion('type', [...changed, ...kept]);
export type ShownFact = z.infer<typeof ShownFact>;
