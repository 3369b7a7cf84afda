import { describe, expect, it } from 'vitest';
import { lwaReconfiguration, reconfigurationComplete } from '../../../src/codecs/rrc/index.js';
import { macIWrong } from '../../../src/validate/rules/mac-i-wrong.js';
import { observed, rrc } from '../lte/events.js';
import { KENB, KENB_KEYS, packetsOf, type Signal, setUp, tellUe } from '../lte/peer.js';
import { key32 } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const OTHER = key32(0xee);
/** A re-key whose command is protected under another KeNB than the UE's. */
const rekeyUnder = (kenb: Uint8Array): Signal[] => [
  { ms: 1000, down: lwaReconfiguration({ transactionId: 1, wtCounter: 2 }), kenb },
];

testRule(macIWrong, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...rekeyUnder(OTHER), ...tellUe(2000, 3, 2)], KENB),
  sound: packetsOf(
    [...setUp(1), ...rekeyUnder(KENB), { ms: 1020, up: reconfigurationComplete(1) }, ...tellUe(2000, 3, 2)],
    KENB,
  ),
});

describe('mac-i-wrong', () => {
  const found = (signals: readonly Signal[], keys = KENB_KEYS, lost = -1) =>
    findingsOf(captureOf(packetsOf(signals, KENB).filter((_, i) => i !== lost)), keys)
      .filter(({ rule }) => rule === macIWrong.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const under = (kenb: Uint8Array, signals: readonly Signal[]) =>
    signals.map((signal): Signal => ('up' in signal || 'down' in signal ? { ...signal, kenb } : signal));

  it('is told of either direction', () => {
    const rekey = under(OTHER, tellUe(1000, 2));
    expect(found([...setUp(1), ...rekey, ...tellUe(2000, 3, 2)])).toEqual([
      ['error', [5], 'The MAC-I of the downlink RRC message in frame 5 is wrong.'],
      ['error', [6], 'The MAC-I of the uplink RRC message in frame 6 is wrong.'],
    ]);
  });

  it('is no finding where KeNB is not known, or another from the beginning', () => {
    expect(found([...setUp(1), ...rekeyUnder(OTHER)], {})).toEqual([]);
    expect(found(under(OTHER, [...setUp(1), ...tellUe(1000, 2)]))).toEqual([]);
  });

  it('is no finding behind a message that the capture lacks', () => {
    const rekeys = [...tellUe(1000, 2), ...under(OTHER, tellUe(2000, 3))];
    expect(found([...setUp(1), ...rekeys, ...tellUe(3000, 4, 3)])).toHaveLength(2);
    expect(found([...setUp(1), ...rekeys], KENB_KEYS, 4)).toEqual([]);
  });

  it('is no finding where the sequence numbers begin anew, as with re-establishment', () => {
    // 32 messages in each direction: the next has 0 again.
    const before = Array.from({ length: 31 }, (_, i) => tellUe(1000 + 1000 * i, 2 + i, i % 4)).flat();
    const complete: Signal = { ms: 40_000, up: Uint8Array.of(3 << 3, 0) };
    const anew = under(OTHER, [complete, ...tellUe(40_100, 1)]);
    expect(found([...setUp(1), ...before, ...anew])).toEqual([]);
    expect(found([...setUp(1), ...before.slice(0, -4), ...anew])[0]![1]).toEqual([63, 64, 65]);
  });

  it('is a warning where no message behind it is right: the capture may lack a handover', () => {
    const lacks = 'is wrong, or the capture lacks a handover, after which another KeNB is in use.';
    expect(found([...setUp(1), ...rekeyUnder(OTHER)])).toEqual([
      ['warning', [5], `The MAC-I of the downlink RRC message in frame 5 ${lacks}`],
    ]);
    const after = under(OTHER, tellUe(9000, 1));
    const told = [['warning', [5, 6], `The MAC-I of the RRC messages in frames 5 and 6 ${lacks}`]];
    expect(found([...setUp(1), ...after])).toEqual(told);
    // A message of the other cell is not due, as one before it is missing.
    const signals = [...setUp(1), ...after, ...rekeyUnder(OTHER), ...rekeyUnder(OTHER)];
    expect(found(signals, KENB_KEYS, 6)).toEqual(told);
  });

  it('is a warning where a second sniffer may have had it late', () => {
    const [one, ...others] = observed(macIWrong, [rrc(7, 'x', 'invalid'), rrc(8, 'x', 'valid')], 1n);
    expect(others).toEqual([]);
    expect(one).toEqual({
      severity: 'warning',
      frames: [7],
      message:
        'The MAC-I of the uplink RRC message in frame 7 is wrong, or one of two sniffers had it late, after the key had changed.',
    });
  });
});
