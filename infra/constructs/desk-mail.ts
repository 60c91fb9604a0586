import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

/** The domain that Casebell's mails come from, and the way the news of each mail comes back. */
export class DeskMail extends Construct {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { domain }: { readonly domain: string }) {
    super(scope, id);

    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    });
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domain),
      dkimSigning: true,
      // Bounces are recorded from events; by mail they would come back to the desk as customers' answers.
      feedbackForwarding: false,
    });
    new ConfigurationSetEventDestination(this, 'Events', {
      configurationSet: this.configurationSet,
      // SES publishes to the default bus only.
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });

    for (const [index, { name, value }] of this.identity.dkimRecords.entries()) {
      new CfnOutput(this, `DkimRecord${index + 1}`, {
        description: 'A CNAME record that the mail domain needs',
        value: `${name} CNAME ${value}`,
      });
    }
  }

  /** Lets a function send from the domain, and only with the configuration set that reports back. */
  allowSending(sender: NodeFunction): void {
    sender.allow(
      ['ses:SendRawEmail'],
      [
        this.identity.emailIdentityArn,
        Stack.of(this).formatArn({
          service: 'ses',
          resource: 'configuration-set',
          resourceName: this.configurationSet.configurationSetName,
        }),
      ],
    );
  }
}
