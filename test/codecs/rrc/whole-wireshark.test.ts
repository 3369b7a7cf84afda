/** What Wireshark reads in messages with anything in them, compared field by field. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Type } from '../../../src/codecs/per/index.js';
import { UEEUTRACapability } from '../../../src/codecs/rrc/ie/capability/ue-eutra-capability.js';
import { ConditionalReconfigurationR16 } from '../../../src/codecs/rrc/ie/conditional-reconfiguration.js';
import { MeasIdleConfigDedicatedR15 } from '../../../src/codecs/rrc/ie/idle-measurement.js';
import { PURConfigR16 } from '../../../src/codecs/rrc/ie/pur-config.js';
import { RRCInactiveConfigR15, RRCInactiveConfigV1610 } from '../../../src/codecs/rrc/ie/rrc-inactive.js';
import { setupRelease } from '../../../src/codecs/rrc/ie/setup-release.js';
import { SLCommConfigR12 } from '../../../src/codecs/rrc/ie/sidelink-communication.js';
import { SLDiscConfigR12 } from '../../../src/codecs/rrc/ie/sidelink-discovery.js';
import { SLV2XConfigDedicatedR14 } from '../../../src/codecs/rrc/ie/sidelink-v2x.js';
import {
  type DLDCCHMessage,
  DlDcch,
  encodeUeEutraCapability,
  type ULDCCHMessage,
  UlDcch,
} from '../../../src/codecs/rrc/index.js';
import { MeasurementReport } from '../../../src/codecs/rrc/messages/measurement-report.js';
import { RRCConnectionReconfiguration } from '../../../src/codecs/rrc/messages/rrc-connection-reconfiguration.js';
import { RRCConnectionReconfigurationComplete } from '../../../src/codecs/rrc/messages/rrc-connection-reconfiguration-complete.js';
import { RRCConnectionRelease } from '../../../src/codecs/rrc/messages/rrc-connection-release.js';
import {
  UECapabilityEnquiry,
  UECapabilityEnquiryR8IEs,
} from '../../../src/codecs/rrc/messages/ue-capability-enquiry.js';
import { UECapabilityInformationR8IEs } from '../../../src/codecs/rrc/messages/ue-capability-information.js';
import { wireshark } from '../../wireshark.js';
import { drawnOf, fieldsOf, namesOf } from './drawn.js';
import { deepOf } from './levels.js';
import { inWordsOf, type Sent, shownOf } from './pdml.js';

/** Messages of other protocols, which any octets are not, and what no sender sends. */
const LEFT =
  /^spare\d|Future$|^lateNonCritical|^systemInformationBlock|NASList|^epc-To5GC|^nas-Container|^nr-Sec|^nr-Radio|^sl-ConfigDedicatedForNR|^scg-ConfigResponseNR|^condReconfigurationToApply|^triggerConditionSN|^uncomBar|^coarseLocation|^utra-[FT]DD-r|^requested(FreqBandsNR|CapabilityNR|CapabilityCommon)/;

const isLeft = (name: string, part: Type<unknown>): boolean => LEFT.test(name) || isEnd(part);

/** The end of the extensions, where later releases of TS 36.331, which later Wiresharks know, put more. */
const isEnd = (type: Type<unknown>): boolean => {
  const shape = type.shape();
  return shape.kind === 'SEQUENCE' && shape.root.length + shape.additions.length === 0;
};

/** What Wireshark remarks on values that contradict each other, and on SSIDs that are no text. */
const OF_VALUES = /cycle \(|Group A size|Trailing stray characters/;

/** So many at a time that what tshark prints of them is not too much for one string. */
const LOT = 100;

/**
 * Compares values, each in a message, with what Wireshark shows of it from an element on.
 * @returns the names of what was compared
 */
function compared(
  type: Type<unknown>,
  name: string,
  values: readonly unknown[],
  sent: (value: unknown) => Sent,
  element: string,
  lot = LOT,
): ReadonlySet<string> {
  const fields = values.map(value => fieldsOf(type, value, name));
  const names = new Set(fields.flatMap(list => list.map(([field]) => field)));
  // The others are derived.
  const isField = (field: string): boolean =>
    names.has(field) || /^(?!TM\d|Periodicity)[A-Z]|^dummy/.test(field);
  for (let from = 0; from < values.length; from += lot) {
    const messages = values.slice(from, from + lot).map(sent);
    const shown = shownOf(messages, element, ['--disable-protocol', 'gsm_a.dtap']);
    expect(shown).toHaveLength(messages.length);
    for (const [i, { fields: all, remarks }] of shown.entries()) {
      const expected = fields[from + i]!;
      const asExpected = all
        .filter(([field]) => isField(field))
        .map((field, j) => inWordsOf(field, expected[j]));
      expect(remarks.filter(remark => !OF_VALUES.test(remark))).toEqual([]);
      expect(asExpected, `message ${from + i}`).toEqual(expected);
    }
  }
  return names;
}

wireshark.describe('Wireshark on messages with anything in them', () => {
  const encodersOf = {
    dlDcch: (message: unknown) => DlDcch.encode({ message } as DLDCCHMessage),
    ulDcch: (message: unknown) => UlDcch.encode({ message } as ULDCCHMessage),
  };
  it.each([
    ['dlDcch', 'rrcConnectionReconfiguration', RRCConnectionReconfiguration, 400],
    ['dlDcch', 'rrcConnectionRelease', RRCConnectionRelease, 200],
    ['ulDcch', 'measurementReport', MeasurementReport, 200],
    ['ulDcch', 'rrcConnectionReconfigurationComplete', RRCConnectionReconfigurationComplete, 100],
    ['dlDcch', 'ueCapabilityEnquiry', UECapabilityEnquiry, 100],
  ] as const)('reads the same fields in those on %s: %s', (channel, name, type: Type<unknown>, numRuns) => {
    const drawn = fc.sample(drawnOf(type, isLeft), { numRuns, seed: 36331 });
    const sent = (value: unknown): Sent => ({
      channel,
      octets: encodersOf[channel]({ choice: 'c1', value: { choice: name, value } }),
    });
    compared(type, '', drawn, sent, `${name}_element`);
  });

  // Drawn with the message, few of them would be there.
  it.each([
    ['rrcConnectionReconfiguration', 5, 'sl-DiscConfig-r12', SLDiscConfigR12],
    ['rrcConnectionReconfiguration', 5, 'sl-CommConfig-r12', SLCommConfigR12],
    ['rrcConnectionReconfiguration', 7, 'sl-V2X-ConfigDedicated-r14', SLV2XConfigDedicatedR14],
    ['rrcConnectionReconfiguration', 10, 'conditionalReconfiguration-r16', ConditionalReconfigurationR16],
    ['rrcConnectionRelease', 5, 'measIdleConfig-r15', MeasIdleConfigDedicatedR15],
    ['rrcConnectionRelease', 5, 'rrc-InactiveConfig-r15', RRCInactiveConfigR15],
    ['rrcConnectionRelease', 8, 'rrc-InactiveConfig-v1610', RRCInactiveConfigV1610],
    ['rrcConnectionRelease', 8, 'pur-Config-r16', setupRelease(PURConfigR16)],
  ] as const)(
    'reads the same fields in %s, %i levels down: %s',
    (message, levels, name, type: Type<unknown>) => {
      const drawn = fc.sample(drawnOf(type, isLeft), { numRuns: 200, seed: 36331 });
      const sent = (value: unknown): Sent => {
        let ies: object = { [name]: value };
        for (let level = 0; level < levels; level++) ies = { nonCriticalExtension: ies };
        const root = message === 'rrcConnectionRelease' ? { releaseCause: 'other' } : {};
        const c1 = { choice: `${message}-r8`, value: { ...root, ...ies } };
        const whole = { 'rrc-TransactionIdentifier': 0, criticalExtensions: { choice: 'c1', value: c1 } };
        return {
          channel: 'dlDcch',
          octets: encodersOf.dlDcch({ choice: 'c1', value: { choice: message, value: whole } }),
        };
      };
      const names = compared(type, name, drawn, sent, 'nonCriticalExtension_element');
      expect([...namesOf(type, isLeft)].filter(part => !names.has(part))).toEqual([]);
    },
  );

  // What one technology can do is read as that, which any octets are not.
  const NO_RAT = { 'rat-Type': 'spare1', 'ueCapabilityRAT-Container': Uint8Array.of(1, 2, 3) };
  it.each([
    ['dlDcch', 'ueCapabilityEnquiry', UECapabilityEnquiryR8IEs, isLeft, {}],
    [
      'ulDcch',
      'ueCapabilityInformation',
      UECapabilityInformationR8IEs,
      (name: string, part: Type<unknown>) => isLeft(name, part) || name === 'ue-CapabilityRAT-ContainerList',
      { 'ue-CapabilityRAT-ContainerList': [NO_RAT] },
    ],
  ] as const)(
    'reads the same fields on %s, down to the last level: %s',
    (channel, name, type: Type<unknown>, left, root) => {
      const drawn = fc.sample(deepOf(type, left), { numRuns: 100, seed: 36331 });
      const sent = (value: unknown): Sent => {
        const c1 = { choice: `${name}-r8`, value };
        const whole = { 'rrc-TransactionIdentifier': 0, criticalExtensions: { choice: 'c1', value: c1 } };
        return {
          channel,
          octets: encodersOf[channel]({ choice: 'c1', value: { choice: name, value: whole } }),
        };
      };
      const values = drawn.map(value => ({ ...root, ...value }));
      const names = compared(type, `${name}-r8`, values, sent, `${name}_r8_element`);
      expect([...namesOf(type, left)].filter(part => !names.has(part))).toEqual([]);
    },
  );

  it('reads the same fields in UE-EUTRA-Capability, down to the last level', () => {
    const drawn = fc.sample(deepOf(UEEUTRACapability, isLeft), { numRuns: 200, seed: 36331 });
    const sent = (value: unknown): Sent => {
      const container = encodeUeEutraCapability(value as UEEUTRACapability);
      const list = [{ 'rat-Type': 'eutra', 'ueCapabilityRAT-Container': container }];
      const c1 = { choice: 'ueCapabilityInformation-r8', value: { 'ue-CapabilityRAT-ContainerList': list } };
      const whole = { 'rrc-TransactionIdentifier': 0, criticalExtensions: { choice: 'c1', value: c1 } };
      return {
        channel: 'ulDcch',
        octets: encodersOf.ulDcch({
          choice: 'c1',
          value: { choice: 'ueCapabilityInformation', value: whole },
        }),
      };
    };
    const names = compared(UEEUTRACapability, '', drawn, sent, 'UE_EUTRA_Capability_element', 25);
    expect([...namesOf(UEEUTRACapability, isLeft)].filter(part => !names.has(part))).toEqual([]);
  });
});
