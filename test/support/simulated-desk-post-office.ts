import { MessageRejected, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { PostOffice } from '#functions/io/post-office.ts';
import type { TakeTurn } from './simulated-desk-turns.ts';

/** A mail that SES accepted. */
export interface Sent {
  readonly request: string;
  readonly mail: string;
  readonly messageId: string;
  readonly raw: string;
}

/** SES as the desk sees it: takes mails, or refuses them, and keeps each it took. */
export class SimulatedPostOffice {
  readonly sent: Sent[] = [];
  /** Says of a mail whether SES refuses it for good. */
  refuses: (mail: string) => boolean = () => false;
  /** Told of each mail that was taken. */
  onSent: (sent: Sent) => void = () => undefined;

  /** The post office as one invocation reaches it. */
  at(turn: TakeTurn): PostOffice {
    const send = (command: unknown): Promise<{ MessageId: string }> => {
      if (!(command instanceof SendRawEmailCommand)) throw new Error('The desk sends raw mails only.');
      const { Tags = [], RawMessage } = command.input;
      const tag = (name: string): string => Tags.find(({ Name }) => Name === name)?.Value ?? '';
      return turn('SendRawEmail', tag('request'), () =>
        this.#take(tag('request'), tag('mail'), RawMessage?.Data),
      );
    };
    // The client's own type has one overload per command, which no single function can be assigned to.
    const client = { send } as PostOffice['client'];
    return { client, from: 'desk@vendor.example', configurationSet: 'desk' };
  }

  #take(request: string, mail: string, data: Uint8Array | undefined): { MessageId: string } {
    if (this.refuses(mail)) throw new MessageRejected({ $metadata: {}, message: 'Address blacklisted' });
    const messageId = `ses-${this.sent.length + 1}`;
    const sent = { request, mail, messageId, raw: Buffer.from(data ?? []).toString('utf8') };
    this.sent.push(sent);
    this.onSent(sent);
    return { MessageId: messageId };
  }
}
