import { describe, expect, it } from 'vitest';
import { DlDcch, lwaReconfiguration, reconfigurationComplete } from '../../../src/codecs/rrc/index.js';
import { rrcNotRead } from '../../../src/validate/rules/rrc-not-read.js';
import { KENB_KEYS, packetsOf, type Signal, setUp, tellUe, tellUnread } from '../lte/peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

testRule(rrcNotRead, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...tellUnread(1000, 2)]),
  sound: packetsOf([...setUp(1), ...tellUe(1000, 2)]),
});

const IES = 'DL-DCCH-Message.message.c1.rrcConnectionReconfiguration.criticalExtensions.c1';
const EXTENSION = '.nonCriticalExtension';
const HOPPING =
  'sl-CommConfig-r12.commTxResources-r12.setup.scheduled-r12.sc-CommTxConfig-r12.dataHoppingConfig-r12.numSubbands-r12';
const SIDELINK = `${IES}.rrcConnectionReconfiguration-r8${EXTENSION.repeat(5)}.${HOPPING}`;

describe('rrc-not-read', () => {
  const found = (signals: readonly Signal[]) =>
    findingsOf(captureOf(packetsOf([...setUp(1), ...signals])), KENB_KEYS)
      .filter(({ rule }) => rule === rrcNotRead.id)
      .map(({ severity, frames, message }) => [severity, frames.length, message]);
  const finding = (count: number, frames: string, path: string) => [
    'note',
    count,
    `The RRCConnectionReconfiguration in ${frames} could be read only ${path}: a WT Counter may be behind that.`,
  ];
  /** One a second that cannot be read, each confirmed; the first is frame 5. */
  const unread = (count: number) =>
    Array.from({ length: count }, (_, i) => tellUnread(1000 + 1000 * i, i, i % 4)).flat();

  it('names where reading ended, and every message of which it ended there', () => {
    expect(found(unread(1))).toEqual([finding(1, 'frame 5', `as far as ${SIDELINK}`)]);
    const unreadable: Signal = { ms: 9500, down: Uint8Array.of(0xff) };
    expect(found([...unread(2), ...tellUe(9000, 3), unreadable])).toEqual([
      finding(2, 'frames 5 and 7', `as far as ${SIDELINK}`),
    ]);
  });

  it('counts those that it does not name', () => {
    const named = '5, 7, 9, 11, 13, 15, 17, 19, 21, 23';
    const path = `as far as ${SIDELINK}`;
    expect(found(unread(20))).toEqual([finding(20, `frames ${named} and 10 more`, path)]);
    expect(found(unread(1030))).toEqual([finding(1024, `frames ${named} and 1020 more`, path)]);
  });

  it('names eight places, and what was read in part besides', () => {
    const nas = [new Uint8Array(10)];
    const whole = DlDcch.encode(
      lwaReconfiguration({ wtCounter: 2, nas, bearers: [{ drbId: 1, lwa: true }] }),
    );
    // Each is cut where another part begins.
    const cut = [1, 2, 3, 4, 14, 15, 17, 21, 22, 23].flatMap((length, i): Signal[] => [
      { ms: 1000 + 1000 * i, down: whole.subarray(0, length) },
      { ms: 1020 + 1000 * i, up: reconfigurationComplete() },
    ]);
    const all = found(cut);
    expect(all).toHaveLength(9);
    expect(all[0]).toEqual(finding(1, 'frame 5', `as far as ${IES}`));
    expect(all[8]).toEqual(finding(2, 'frames 21 and 23', 'in part'));
  });
});
