import { findEmail, wordFor } from './cast.ts';
import type { Expectation } from './expectation.ts';
import { occurrences } from './judge-occurrences.ts';
import type { Lived } from './lived.ts';
import type { Difference } from './shown.ts';

type MailsExpectation = Extract<Expectation, { is: 'mails' }>;
type Wanted = MailsExpectation['mails'][number];

/** Which mails were sent otherwise than expected; with `only`, also those that nobody expected. */
export function judgeMails({ mails: wanted, only }: MailsExpectation, lived: Lived): Difference[] {
  const { life, cast } = lived;
  const sent = life.moments.flatMap(({ at, request, mails }) =>
    mails.map(({ to, content }) => ({ at, request, kind: content.kind, email: to.email })),
  );
  type Sent = (typeof sent)[number];
  const isTo = ({ email, request }: Sent, who: string) => email === findEmail(who, request, cast);
  const matches = (mail: Sent, { kind, to }: Wanted) => mail.kind === kind && isTo(mail, to);

  const differences = wanted.flatMap((one) => {
    const found = sent.filter((mail) => matches(mail, one)).map(({ at }) => ({ at }));
    const what = `${one.kind} to ${one.to}`;
    if (one.at !== undefined) return occurrences(what, one.at, found);
    return found.length > 0 ? [] : [{ what, expected: [{ text: 'sent' }], seen: [] }];
  });
  const besides = sent.filter(
    (mail) =>
      (only === true || (only !== undefined && isTo(mail, only))) &&
      !wanted.some((one) => matches(mail, one)),
  );
  return [
    ...differences,
    ...besides.map(({ at, kind, email }) => ({
      what: `${kind} to ${wordFor(email, cast)}`,
      expected: [],
      seen: [{ at }],
    })),
  ];
}
