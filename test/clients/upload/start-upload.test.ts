import { describe, expect, it } from 'vitest';
import { randomBytesOf, UploadWorld } from '#test/support/upload-world.ts';

describe('an upload where nothing goes wrong', () => {
  it('sends every part once, verifies, and forgets', async () => {
    const world = new UploadWorld(randomBytesOf(10_500));
    const outcome = await world.time.until(world.upload().outcome);
    expect(outcome).toMatchObject({ kind: 'verified', upload: { state: 'verified', parts: 11 } });
    expect(world.model.contentOf(world.model.only()).equals(world.file.bytes)).toBe(true);
    expect(world.model.only().puts.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect({ memory: world.memory, held: world.held }).toEqual({ memory: [], held: 0 });
  });
});
