import { expect, test } from 'vitest';
import { blindSpotInWords } from '../../src/model/blind-spot.ts';
import { blindSpotSentence } from '../../src/report/blind-spot-words.ts';

const SPOT = {
  accounts: Array.from({ length: 10_000 }, (_, index) => String(100_000_000_000 + index)),
  services: ['cloudformation'],
  reason: `Nobody\nworks ${'there '.repeat(300)}`,
  approvedBy: 'ciso@example.com',
  expires: '2027-06-30',
  gaps: 3,
  unanswered: 2,
  expired: false,
};

test('a blind spot of thousands of accounts, with a long reason, is one line', () => {
  expect(blindSpotInWords(SPOT)).toMatch(/^cloudformation · (?:\d{12}, ){7}\d{12} and 9992 more$/);
  const sentence = blindSpotSentence(SPOT);
  expect(sentence.length).toBeLessThan(800);
  expect(sentence).not.toContain('\n');
  expect(sentence).toContain('approved by ciso@example.com: Nobody works there');
});
