import * as z from 'zod/mini';
import type { SesEventType } from './delivery-events.ts';

const EVENT_TYPES: readonly SesEventType[] = ['send', 'delivery', 'bounce', 'complaint'];

const Identity = z.object({ EmailIdentity: z.string() });

const Destination = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.object({
    Enabled: z.optional(z.boolean()),
    MatchingEventTypes: z.array(z.string()),
    EventBridgeDestination: z.optional(z.unknown()),
  }),
});

/** What a template says about SES. */
export interface SesDefinition {
  readonly identities: readonly string[];
  /** Every configuration set with the events it sends to EventBridge. */
  readonly configurationSets: ReadonlyMap<string, ReadonlySet<SesEventType>>;
}

/** Reads the resolved `AWS::SES::*` resources of a template. `ref` is the name of a configuration set. */
export function readSes(
  resources: Iterable<{ readonly ref: string; readonly type: string; readonly properties: unknown }>,
): SesDefinition {
  const all = [...resources];
  const ofType = (name: string) => all.filter(({ type }) => type === `AWS::SES::${name}`);
  const sets = new Map<string, Set<SesEventType>>(
    ofType('ConfigurationSet').map(({ ref }) => [ref, new Set()]),
  );
  for (const { properties } of ofType('ConfigurationSetEventDestination')) {
    const { ConfigurationSetName: name, EventDestination: destination } = Destination.parse(properties);
    if (destination.EventBridgeDestination === undefined || destination.Enabled === false) continue;
    const wanted = destination.MatchingEventTypes.map((it) => it.toLowerCase());
    for (const type of EVENT_TYPES.filter((it) => wanted.includes(it))) sets.get(name)?.add(type);
  }
  return {
    identities: ofType('EmailIdentity').map(({ properties }) =>
      Identity.parse(properties).EmailIdentity.toLowerCase(),
    ),
    configurationSets: sets,
  };
}
