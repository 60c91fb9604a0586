/**
 * Takes the place of `@smithy/core/event-streams` in every bundle: of the operations that the functions call none
 * answers in a stream of events.
 */
export function eventStreamSerdeProvider(): never {
  throw new Error('This bundle has no streams of events: see infra/bundle.ts');
}

export function resolveEventStreamSerdeConfig<Settings extends object>(
  settings: Settings,
): Settings & { readonly eventStreamMarshaller: undefined } {
  return Object.assign(settings, { eventStreamMarshaller: undefined });
}

export class EventStreamSerde {
  constructor() {
    eventStreamSerdeProvider();
  }
}
