import { expect, it } from 'vitest';
import { validate } from '../../../src/validate/index.js';
import { wtModificationBeforeRrcComplete } from '../../../src/validate/rules/wt-modification-before-rrc-complete.js';
import { captureOf } from '../lte/capture.js';
import { key, observed, rrc, tellUe as toUe, tellWt as toWt } from '../lte/events.js';
import { KENB_KEYS, packetsOf, setUp, sKwtOf, tellUe, tellWt } from '../lte/peer.js';
import { testRule } from '../rule-captures.js';

testRule(wtModificationBeforeRrcComplete, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...tellWt(1000, sKwtOf(2)), ...tellUe(1030, 2)]),
  sound: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(2))]),
});

it('is an error in spite of a packet that comes twice, long before and shortly apart', async () => {
  const { packets } = captureOf('rekey-option-1-won-race');
  const copied = packets.findIndex(({ linkType, bytes }) => linkType === 1 && bytes.length > 100);
  const copy = { ...packets[copied]!, time: packets[copied]!.time + 1_000_000n };
  const twice = packets.toSpliced(copied + 1, 0, copy).sort((a, b) => Number(a.time - b.time));
  for (const capture of [packets, twice]) {
    const { findings } = await validate(capture).report();
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toContain(
      `error ${wtModificationBeforeRrcComplete.id}`,
    );
  }
});

it('is a warning where two S-KWTs are closer together than clocks are sure, unless the key tells which it is', () => {
  const severities = (sKwt: Uint8Array) =>
    observed(
      wtModificationBeforeRrcComplete,
      [
        rrc(1, 'measurementReport'),
        toWt(100, key(9)),
        toWt(110, key(1)),
        ...toUe(500, 530, 1, { sKwt, isSure: false }),
      ],
      50_000_000n,
    ).map(({ frames, severity }) => [severity, frames]);
  expect(severities(key(1))).toEqual([[undefined, [110, 500, 530]]]);
  expect(severities(key(2))).toEqual([['warning', [110, 500, 530]]]);
});
