import type { Run } from './route.ts';

/** `GET /v1/policy`: the pack under which requests are filed now: offerings, targets, severities, reasons. */
export const getPolicy: Run<'GET /v1/policy'> = async (_call, { policies, house }) => {
  const { pack } = await policies.load(house.name, house.version);
  return pack;
};
