import type { LocalStack } from '../stack.ts';
import { fileDemoRequests } from './requests.ts';
import { seedDemo } from './seed.ts';

/** Puts the demo's people, contracts and requests into a stack; those that are there already stay as they are. */
export async function addDemoData(stack: LocalStack): Promise<void> {
  await seedDemo(stack);
  await fileDemoRequests(stack.deskUrl);
}
