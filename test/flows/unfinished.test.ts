import { describe, expect, it } from 'vitest';
import type { Overrides } from '../../src/flows/index.js';
import { run } from './play.js';

const outcomeOf = (name: string, overrides: Overrides = {}, seed = 1): string =>
  run(name, { dataIntervalMs: 50, ...overrides }, seed).measures.run.outcomes.join();

describe('a run is unfinished where it ends', () => {
  it.each([
    // The WT, which has the new S-KWT, sends M1 to a UE that answers under the old one, for 4 s, and the UE reassociates then.
    [
      'a handshake that is still to fail',
      'rekey-option-2',
      { takesNewPmkInPlace: false },
      9000,
      'reassociated',
    ],
    ['the WT alone has the new S-KWT', 'rekey-option-1-mic', { durationMs: 1500 }, 7000, 'reassociated'],
    [
      'a release before LWA begins anew',
      'rekey-rel13-release-and-add',
      { durationMs: 1000 },
      3000,
      'reassociated',
    ],
    ['the handover to another eNB', 'handover-without-wt-change', { durationMs: 1000 }, 3000, 'rekeyed'],
    ['the WT has refused a new S-KWT', 'wt-modification-rejected', { durationMs: 1050 }, 3000, 'rekeyed'],
    ['a UE that is away scans', 'out-of-reach', { durationMs: 9000 }, 14_000, 'released'],
    ['T351 runs', 'association-timeout', { durationMs: 9000 }, 12_000, 'failed'],
    [
      'a UE pauses after a handshake that a forger spoiled',
      'attack-forged-m1',
      { durationMs: 9000 },
      16_000,
      'associated',
    ],
  ])('%s: %s', (_, name, overrides, durationMs, outcome) => {
    expect(outcomeOf(name, overrides)).toBe('unfinished');
    expect(outcomeOf(name, { ...overrides, durationMs })).toBe(outcome);
  });

  it('an RRC message with the new WT Counter is under way, or one to the WT', () => {
    expect(outcomeOf('rekey-option-2', { xwLoss: 0.1 }, 2981)).toBe('unfinished');
    expect(outcomeOf('rekey-option-2', { xwLoss: 0.1, durationMs: 20_000 }, 2981)).toBe('rekeyed');
    // No RRC message arrives.
    expect(outcomeOf('rekey-option-2', { uuLoss: 1 })).toBe('unfinished');
  });

  it('not where S-KWTs differ for good, nor where three attempts were in vain', () => {
    expect(outcomeOf('attack-wrong-pmk', { durationMs: 100 })).toBe('failed');
    expect(outcomeOf('wlan-initial', { loss: 1, durationMs: 100 })).toBe('unfinished');
    expect(outcomeOf('wlan-initial', { loss: 1, durationMs: 60_000 })).toBe('failed');
  });
});
