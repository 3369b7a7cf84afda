import { describe, expect, it } from 'vitest';
import {
  type DLDCCHMessage,
  DlDcch,
  handoverCommand,
  reconfigurationComplete,
} from '../../../src/codecs/rrc/index.js';
import { rrcMissingIe } from '../../../src/validate/rules/rrc-missing-ie.js';
import { rrcMessageOf } from '../../../src/validate/uu/read-message.js';
import { KENB, KENB_KEYS, packetsOf, type Signal, setUp } from '../lte/peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

type Ies = Record<string, unknown> & { nonCriticalExtension?: Ies };

/** The message after a change of its IEs. */
const changed = (message: DLDCCHMessage, change: (ies: Ies) => void): DLDCCHMessage => {
  const copy = structuredClone(message);
  const { value } = copy.message as unknown as {
    value: { value: { criticalExtensions: { value: unknown } } };
  };
  change((value.value.criticalExtensions.value as { value: Ies }).value);
  return copy;
};
const HANDOVER = {
  transactionId: 1,
  targetCell: 7,
  newCRnti: 1,
  nextHopChainingCount: 0,
  withoutWtChange: 'keepLWA-Config',
} as const;
const plain = handoverCommand(HANDOVER);
const without = (name: string, message = plain): DLDCCHMessage =>
  changed(message, ies => {
    delete ies[name];
  });
const answered = (down: DLDCCHMessage | Uint8Array): Signal[] => [
  ...setUp(1),
  { ms: 1000, down },
  { ms: 1060, up: reconfigurationComplete(1) },
];

testRule(rrcMissingIe, {
  keys: KENB_KEYS,
  broken: packetsOf(answered(without('securityConfigHO'))),
  sound: packetsOf(answered(plain)),
});

const found = (down: DLDCCHMessage | Uint8Array, kenb?: Uint8Array) =>
  findingsOf(captureOf(packetsOf(answered(down), kenb)), KENB_KEYS)
    .filter(({ rule }) => rule === rrcMissingIe.id)
    .map(({ severity, frames, message }) => [severity, frames, message]);
const finding = (message: string) => [
  ['error', [5], `The RRCConnectionReconfiguration${message.replace(' in ', ' in frame 5 ')}.`],
];

describe('rrc-missing-ie', () => {
  it('is the keys of a handover, over GSMTAP and over PDCP', () => {
    const expected = finding(' for the handover in lacks securityConfigHO (Cond HO)');
    expect(found(without('securityConfigHO'))).toEqual(expected);
    expect(found(without('securityConfigHO'), KENB)).toEqual(expected);
    expect(found(plain)).toEqual([]);
  });

  it('is the target that keys are for', () => {
    expect(found(without('mobilityControlInfo'))).toEqual(finding(' in lacks mobilityControlInfo (Cond HO)'));
  });

  it('is what the UE is to have once it has forgotten its configuration', () => {
    const algorithms = { ciphering: 2, integrity: 2 } as const;
    const full = { ...HANDOVER, fullConfig: true, bearers: [{ drbId: 1, lwa: false }] } as const;
    expect(found(handoverCommand({ ...full, algorithms }))).toEqual([]);
    expect(found(handoverCommand(full))).toEqual(
      finding(' for the handover in lacks securityAlgorithmConfig (Cond fullConfig)'),
    );
    expect(found(handoverCommand({ ...full, algorithms, bearers: undefined }))).toEqual(
      finding(' for the handover in lacks radioResourceConfigDedicated (Cond HO-toEUTRA)'),
    );
    expect(found(handoverCommand({ ...full, bearers: undefined }))).toEqual(
      finding(
        ' for the handover in lacks securityAlgorithmConfig (Cond fullConfig) and radioResourceConfigDedicated (Cond HO-toEUTRA)',
      ),
    );
  });

  it('is none of a handover whose keys come from 5GC', () => {
    const of5gc = changed(plain, ies => {
      delete ies.securityConfigHO;
      let level = ies;
      for (let i = 0; i < 9; i++) {
        level.nonCriticalExtension ??= {};
        level = level.nonCriticalExtension;
      }
      level['securityConfigHO-v1530'] = {
        'handoverType-v1530': {
          choice: 'intra5GC-r15',
          value: { 'keyChangeIndicator-r15': false, 'nextHopChainingCount-r15': 0 },
        },
      };
    });
    expect(found(of5gc)).toEqual([]);
  });

  it('is none that may be behind where reading ends, wherever the message is cut', () => {
    const whole = DlDcch.encode(plain);
    for (let length = 0; length < whole.length; length++)
      expect(rrcMessageOf(whole.subarray(0, length), false)?.missing ?? []).toEqual([]);
    const lacking = DlDcch.encode(without('securityConfigHO'));
    expect(rrcMessageOf(lacking, false)!.missing).toHaveLength(1);
    expect(rrcMessageOf(lacking.subarray(0, -1), false)?.missing).toEqual([]);
  });
});
