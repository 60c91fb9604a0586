import { readPack } from '#infra/read-pack.ts';
import { describeConformance } from './seed-tables/conformance.ts';
import { VEEAM } from './seed-tables/veeam.ts';

describeConformance(readPack('policies/veeam.yaml'), VEEAM);
