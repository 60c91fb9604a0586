import type { Run } from './route.ts';

/** `GET /v1/policy`: the pack under which requests are filed now: offerings, targets, severities, reasons. */
export const getPolicy: Run<'GET /v1/policy'> = async ({ actor }, { policies, house }) => {
  const { pack } = await policies.load(house.name, house.version);
  if (actor.kind === 'staff') return pack;
  // Whom the desk warns of what, and when, is its own affair.
  const { ladder: _, escalation, ...shown } = pack;
  const { tellWhenMissed: __, ...rules } = escalation;
  return { ...shown, escalation: rules };
};
