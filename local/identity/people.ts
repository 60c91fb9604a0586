import type { Language } from '#shared/schema/language.ts';
import type { StaffRole } from '#shared/schema/person.ts';

/** Someone who can sign in on the local stack. `sub` is stable, so that what they did stays theirs. */
export interface Person {
  readonly id: string;
  readonly sub: string;
  readonly email: string;
  readonly name: string;
  readonly firstName: string;
  readonly side: 'staff' | 'customer' | 'outsider';
  readonly roles: readonly StaffRole[];
  readonly language: Language;
  readonly zone: string;
  /** Where staff work, as escalations are routed; customers have their contract's region. */
  readonly region: string;
  /** What they are in the demo, for people who look at it. */
  readonly about: string;
}

/** The people of the demo: invented, under domains that can never be real (RFC 2606). */
export const PEOPLE: readonly Person[] = [
  {
    id: 'rita',
    sub: '0c5b1a10-0000-4000-8000-000000000001',
    email: 'rita.lindqvist@vendor.example',
    name: 'Rita Lindqvist',
    firstName: 'Rita',
    side: 'staff',
    roles: ['csr'],
    language: 'en',
    zone: 'Europe/Stockholm',
    region: 'EMEA',
    about: 'customer support representative: assigns requests, files them for callers',
  },
  {
    id: 'kenji',
    sub: '0c5b1a10-0000-4000-8000-000000000002',
    email: 'kenji.sato@vendor.example',
    name: 'Kenji Sato',
    firstName: 'Kenji',
    side: 'staff',
    roles: ['tse'],
    language: 'ja',
    zone: 'Asia/Tokyo',
    region: 'APJ',
    about: 'technical support engineer in Tokyo',
  },
  {
    id: 'ana',
    sub: '0c5b1a10-0000-4000-8000-000000000003',
    email: 'ana.lopez@vendor.example',
    name: 'Ana Lopez',
    firstName: 'Ana',
    side: 'staff',
    roles: ['tse'],
    language: 'en',
    zone: 'America/Bogota',
    region: 'AMER',
    about: 'technical support engineer in Bogota',
  },
  {
    id: 'mo',
    sub: '0c5b1a10-0000-4000-8000-000000000004',
    email: 'mo.haddad@vendor.example',
    name: 'Mo Haddad',
    firstName: 'Mo',
    side: 'staff',
    roles: ['manager'],
    language: 'en',
    zone: 'Europe/London',
    region: 'EMEA',
    about: 'duty manager: told when a promise is at risk',
  },
  {
    id: 'ingrid',
    sub: '0c5b1a10-0000-4000-8000-000000000005',
    email: 'ingrid.berg@vendor.example',
    name: 'Ingrid Berg',
    firstName: 'Ingrid',
    side: 'staff',
    roles: ['rem'],
    language: 'en',
    zone: 'Europe/Oslo',
    region: 'EMEA',
    about: 'regional escalation manager for EMEA',
  },
  {
    id: 'dana',
    sub: '0c5b1a10-0000-4000-8000-000000000011',
    email: 'dana.fox@northwind-optics.example',
    name: 'Dana Fox',
    firstName: 'Dana',
    side: 'customer',
    roles: [],
    language: 'en',
    zone: 'America/New_York',
    region: 'AMER',
    about: 'contract administrator of Northwind Optics in New York',
  },
  {
    id: 'li',
    sub: '0c5b1a10-0000-4000-8000-000000000012',
    email: 'li.wei@northwind-optics.example',
    name: 'Li Wei',
    firstName: 'Li',
    side: 'customer',
    roles: [],
    language: 'zh-Hans',
    zone: 'Asia/Shanghai',
    region: 'APJ',
    about: 'administrator in Shanghai, reads simplified Chinese',
  },
  {
    id: 'mori',
    sub: '0c5b1a10-0000-4000-8000-000000000013',
    email: 'mori.aiko@northwind-optics.example',
    name: 'Mori Aiko',
    firstName: 'Aiko',
    side: 'customer',
    roles: [],
    language: 'ja',
    zone: 'Asia/Tokyo',
    region: 'APJ',
    about: 'administrator in Tokyo, reads Japanese',
  },
  {
    id: 'chen',
    sub: '0c5b1a10-0000-4000-8000-000000000014',
    email: 'chen.yu-ting@northwind-optics.example',
    name: 'Chen Yu-ting',
    firstName: 'Yu-ting',
    side: 'customer',
    roles: [],
    language: 'zh-Hant',
    zone: 'Asia/Taipei',
    region: 'APJ',
    about: 'administrator in Taipei, reads traditional Chinese',
  },
  {
    id: 'sam',
    sub: '0c5b1a10-0000-4000-8000-000000000021',
    email: 'sam.stone@outsider.example',
    name: 'Sam Stone',
    firstName: 'Sam',
    side: 'outsider',
    roles: [],
    language: 'en',
    zone: 'Europe/London',
    region: 'EMEA',
    about: 'has a sign-in but no contract: is refused wherever a contract is needed',
  },
];

/** Who is meant by an id, a first name, a full name or an e-mail address, in any case. */
export function findPerson(who: string, people: readonly Person[] = PEOPLE): Person | undefined {
  const wanted = who.trim().toLowerCase();
  return people.find(({ id, firstName, name, email }) =>
    [id, firstName, name, email].some((it) => it.toLowerCase() === wanted),
  );
}

/** Said when nobody is meant: names everybody there is. */
export function unknownPerson(who: string, people: readonly Person[] = PEOPLE): string {
  return `Nobody here is called "${who}". There are: ${people.map(({ id, name }) => `${id} (${name})`).join(', ')}.`;
}
