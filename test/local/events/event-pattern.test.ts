import { describe, expect, it } from 'vitest';
import { eventPattern } from '#local/events/event-pattern.ts';

const EVENT = {
  source: 'aws.ses',
  'detail-type': 'Email Bounced',
  detail: { status: 'FAILED', size: 7, tags: { set: ['desk', 'other'] }, cause: null, text: 'Straße' },
};

describe('an event pattern', () => {
  it.each([
    ['an exact value', { source: ['aws.ses'] }, true],
    ['another value', { source: ['aws.states'] }, false],
    ['one of several', { 'detail-type': ['Email Delivered', 'Email Bounced'] }, true],
    ['all fields together', { source: ['aws.ses'], detail: { status: ['TIMED_OUT'] } }, false],
    ['an element of a list', { detail: { tags: { set: ['desk'] } } }, true],
    ['a list without it', { detail: { tags: { set: ['mine'] } } }, false],
    ['null', { detail: { cause: [null] } }, true],
    ['a number', { detail: { size: [7] } }, true],
    ['a prefix', { detail: { status: [{ prefix: 'FA' }] } }, true],
    ['a prefix of a number', { detail: { size: [{ prefix: '7' }] } }, false],
    ['a suffix', { detail: { status: [{ suffix: 'ED' }] } }, true],
    ['anything but', { detail: { status: [{ 'anything-but': ['SUCCEEDED'] }] } }, true],
    ['anything but itself', { detail: { status: [{ 'anything-but': 'FAILED' }] } }, false],
    ['anything but a prefix', { detail: { status: [{ 'anything-but': { prefix: 'FA' } }] } }, false],
    ['an absent field for anything but', { detail: { nothing: [{ 'anything-but': 'x' }] } }, false],
    ['a field that exists', { detail: { status: [{ exists: true }] } }, true],
    ['a field that must not exist', { detail: { status: [{ exists: false }] } }, false],
    ['an absent field that must not exist', { detail: { deep: { er: [{ exists: false }] } } }, true],
    ['an absent field', { detail: { deep: { er: ['x'] } } }, false],
    ['other case', { detail: { status: [{ 'equals-ignore-case': 'failed' }] } }, true],
    ['a range of numbers', { detail: { size: [{ numeric: ['>', 5, '<=', 7] }] } }, true],
    ['numbers outside', { detail: { size: [{ numeric: ['<', 7] }] } }, false],
    ['text where a number is asked for', { detail: { status: [{ numeric: ['>', 0] }] } }, false],
  ])('decides on %s', (_name, pattern, expected) => {
    expect(eventPattern(pattern)(EVENT)).toBe(expected);
  });

  it('refuses a filter that it does not know when it is compiled', () => {
    expect(() => eventPattern({ detail: { address: [{ cidr: '10.0.0.0/8' }] } })).toThrow(
      'The event pattern of address has a filter that is not known here: {"cidr":"10.0.0.0/8"}',
    );
    expect(() => eventPattern({ source: 'aws.ses' })).toThrow('An event pattern is an object, not "aws.ses"');
  });
});
