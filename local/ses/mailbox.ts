import { randomUUID } from 'node:crypto';
import { type SesEvent, type SesEventType, sesEvents } from './delivery-events.ts';
import { fateOf, type Mail, type OutgoingMail } from './mail.ts';
import { openMailLog } from './mail-log.ts';
import { headerOf, type Message, parseMessage } from './message.ts';
import { stampRaw } from './stamp.ts';

/** What a mailbox is connected to. */
export interface MailboxConnections {
  readonly stateDir: string;
  readonly clock: { now(): number };
  /** Which events each configuration set sends to EventBridge. */
  readonly configurationSets: ReadonlyMap<string, ReadonlySet<SesEventType>>;
  /** Puts an event on the bus; resolves when it was delivered or given up, and counts as work until then. */
  publish(event: SesEvent): Promise<void>;
  /** Told when `publish` failed; the event is published again at the next start. */
  onError(error: unknown): void;
}

/** Every mail that left the desk. */
export interface Mailbox {
  /** Takes a mail, stores it, publishes its events (before this returns they are on their way). */
  accept(outgoing: OutgoingMail): Mail;
  /** All mails, oldest first. */
  mails(): readonly Mail[];
  message(id: string): Message | undefined;
  raw(id: string): Buffer | undefined;
  /** Publishes again the events of mails that a killed process left unfinished. Call once the bus runs. */
  resume(): void;
  /** Mails whose events are being delivered. */
  inFlight(): number;
}

/** Opens the mailbox of a state directory: mails survive a restart, a kill included. */
export function createMailbox(connections: MailboxConnections): Mailbox {
  const { clock, configurationSets, publish, onError } = connections;
  const log = openMailLog(connections.stateDir);
  let inFlight = 0;

  function announce(mail: Mail, message: Message): void {
    const wanted = configurationSets.get(mail.configurationSet ?? '') ?? new Set<SesEventType>();
    const events = sesEvents(mail, message).filter(({ type }) => wanted.has(type));
    inFlight += 1;
    // Every publish starts now, so that the bus knows of the work before SES answers its caller.
    Promise.all(events.map(({ event }) => publish(event)))
      .then(() => log.markPublished(mail.id))
      .catch(onError)
      .finally(() => {
        inFlight -= 1;
      });
  }

  return {
    accept({ from, to, raw, tags, configurationSet }) {
      const now = new Date(clock.now());
      const id = `${now.getTime().toString(16).padStart(16, '0')}-${randomUUID()}-000000`;
      const stamped = stampRaw(raw, id, now);
      const message = parseMessage(stamped);
      const fates = to.map(fateOf);
      const mail: Mail = {
        id,
        at: now.toISOString(),
        from,
        to: [...to],
        subject: headerOf(message.headers, 'subject') ?? '',
        tags: { ...tags },
        configurationSet,
        outcome: fates.includes('bounced')
          ? 'bounced'
          : fates.includes('complained')
            ? 'complained'
            : 'delivered',
      };
      log.store(mail, stamped);
      announce(mail, message);
      return mail;
    },
    mails: () => log.mails,
    message(id) {
      const raw = log.raw(id);
      return raw && parseMessage(raw);
    },
    raw: (id) => log.raw(id),
    resume() {
      for (const mail of log.mails.filter(({ id }) => log.unpublished.has(id))) {
        const raw = log.raw(mail.id);
        if (raw !== undefined) announce(mail, parseMessage(raw));
      }
    },
    inFlight: () => inFlight,
  };
}
