import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';

/** What takes mails: SES, under the configuration set that reports what became of them. */
export interface PostOffice {
  readonly client: Pick<SESClient, 'send'>;
  readonly from: string;
  readonly configurationSet: string;
}

/** A message ready to go; `request` and `mail` come back with every report about it. */
export interface Posted {
  readonly to: string;
  readonly raw: Uint8Array;
  readonly request: string;
  readonly mail: string;
}

/** SES says of this message that it will never take it, however often it is offered. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

const REFUSED = new Set(['MessageRejected', 'InvalidParameterValue']);

/** Opens the post office. */
export function openPostOffice(from: string, configurationSet: string): PostOffice {
  return { client: new SESClient({}), from, configurationSet };
}

/** Hands a raw message to SES and answers its MessageId, null where SES gave none. Throws MailRefused. */
export async function post(
  { client, from, configurationSet }: PostOffice,
  mail: Posted,
): Promise<string | null> {
  try {
    const sent = await client.send(
      new SendRawEmailCommand({
        Source: from,
        Destinations: [mail.to],
        RawMessage: { Data: mail.raw },
        ConfigurationSetName: configurationSet,
        Tags: [
          { Name: 'request', Value: mail.request },
          { Name: 'mail', Value: mail.mail },
        ],
      }),
    );
    return sent.MessageId ?? null;
  } catch (error) {
    if (error instanceof Error && REFUSED.has(error.name))
      throw new MailRefused(error.message, { cause: error });
    throw error;
  }
}
