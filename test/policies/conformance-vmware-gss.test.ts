import { readPack } from '#infra/read-pack.ts';
import { describeConformance } from './seed-tables/conformance.ts';
import { GSS } from './seed-tables/gss.ts';

describeConformance(readPack('policies/vmware-gss.yaml'), GSS);
