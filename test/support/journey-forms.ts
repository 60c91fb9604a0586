/** What Dana files unless a test says otherwise: severity 2 on business hours, four hours to the first response. */
export const STANDARD_FORM = {
  contractId: 'NW-STANDARD',
  type: 'technical',
  severity: 2,
  subject: 'Lens Archive stops at night',
  description: 'Since the update to 4.2 the archive service stops every night at about 02:00.',
  product: 'Lens Archive',
} as const;

/** Around the clock: two hours to the first response. */
export const PREMIUM_FORM = {
  ...STANDARD_FORM,
  contractId: 'NW-PREMIUM',
  subject: 'Lens Server answers slowly',
  product: 'Lens Server',
} as const;

/** The four answers of an escalation (ESC-3). */
export const FOUR_ANSWERS = {
  problemStatementRight: 'Yes: the archive stops every night.',
  businessImpactAccurate: 'Yes: no image of the day before can be found until nine.',
  workaroundsUnfit: 'Yes: a restart by hand needs somebody awake at two.',
  milestonesRecorded: 'Yes: the audit is on March 20.',
} as const;

export const RITA = 'rita.lindqvist@vendor.example';
export const ANA = 'ana.lopez@vendor.example';
export const KENJI = 'kenji.sato@vendor.example';
export const MO = 'mo.haddad@vendor.example';
export const INGRID = 'ingrid.berg@vendor.example';
export const DANA = 'dana.fox@northwind-optics.example';
