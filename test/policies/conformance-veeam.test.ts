import { fileURLToPath } from 'node:url';
import { readPack } from '#infra/read-pack.ts';
import { describeConformance } from './seed-tables/conformance.ts';
import { VEEAM } from './seed-tables/veeam.ts';

describeConformance(readPack(fileURLToPath(new URL('../../policies/veeam.yaml', import.meta.url))), VEEAM);
