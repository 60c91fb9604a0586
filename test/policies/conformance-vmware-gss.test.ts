import { fileURLToPath } from 'node:url';
import { readPack } from '#infra/read-pack.ts';
import { describeConformance } from './seed-tables/conformance.ts';
import { GSS } from './seed-tables/gss.ts';

describeConformance(readPack(fileURLToPath(new URL('../../policies/vmware-gss.yaml', import.meta.url))), GSS);
