/** Reconfigurations as an eNB sends them, and with anything in them: what is read, and that it is written again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codecs/hex.js';
import { bits } from '../../../src/codecs/per/index.js';
import { type DLDCCHMessage, DlDcch, reconfigurationOf } from '../../../src/codecs/rrc/index.js';
import { RRCConnectionReconfiguration } from '../../../src/codecs/rrc/messages/rrc-connection-reconfiguration.js';
import { drawnOf } from './drawn.js';

const octetsOf = (text: string): Uint8Array => bits(text.replaceAll(' ', '')).bytes;

/** rrc-TransactionIdentifier 1, with measConfig and a next extension level. */
const WITH_MEASUREMENTS = '0 0100 01 0 000 100001';
/** From v890 to lwa-Configuration-r13 with WT Counter 7. */
const TO_LWA = '01 001 001 01 000001 001000 1 0 01 0000000000000111';

describe('lwa-Configuration-r13 behind measConfig', () => {
  it.each([
    ['nothing', `0 ${'0'.repeat(11)}`],
    ['MeasObjectToRemoveList of two', '0 10000000000 00001 00000 11111'],
    // A3 of 3 dB, hysteresis 1 dB, 320 ms; a gap of 40 ms; s-Measure of -100 dBm.
    [
      'a report, a gap and s-Measure',
      '0 00010001100 00000 00000 0 0 0 0 010 100100 0 00010 1000 0 0 111 0001 111 1 0 0 000111 0101001',
    ],
    // The eighth, which is none of this schema's.
    ['an addition of another release', `1 ${'0'.repeat(11)} 0000111 00000001 00000001 10000000`],
  ])('is read: %s', (_, measConfig) => {
    const octets = octetsOf(`${WITH_MEASUREMENTS} ${measConfig} ${TO_LWA}`);
    const message = DlDcch.decode(octets);
    const { ies, lwa, transactionId } = reconfigurationOf(message)!;
    expect(transactionId).toBe(1);
    expect(ies.measConfig).toBeDefined();
    expect(lwa).toEqual({ choice: 'setup', value: { 'lwa-Config-r13': { 'lwa-WT-Counter-r13': 7 } } });
    expect(toHex(DlDcch.encode(message))).toBe(toHex(octets));
  });

  it('is read: WLANs to measure', () => {
    // measObjectWLAN-r13 is an extension of the CHOICE: index 0, an open type of two octets, with band5.
    const object = '00000 00000 1 0 000000 00000010 0 100 0 000 0 001 0000';
    const octets = octetsOf(`${WITH_MEASUREMENTS} 0 01000000000 ${object} ${TO_LWA}`);
    const { ies, lwa } = reconfigurationOf(DlDcch.decode(octets))!;
    expect(lwa?.choice).toBe('setup');
    expect(ies.measConfig?.measObjectToAddModList?.[0]?.measObject.choice).toBe('measObjectWLAN-r13');
  });
});

describe('lwa-Configuration-r13 behind sidelink', () => {
  it('is read, and so is sidelink', () => {
    // discHoppingConfig-r12 of 200, 10 and n5.
    const disc = '0 1 1 0 001 11000111 1001 1';
    // poolToReleaseList-r12 of 1 and 4, and a group with commTxAllowRelayDedicated-r13.
    const comm = '1 1 1 1 10 01 00 11 0000000 1 00000001 01100000';
    const [toV1250, lwa] = ['0 0100 01 0 000 000001 01 001 001 01', '001000 1 0 01 0000000000000111'];
    const octets = octetsOf(`${toV1250} 000111 ${disc} ${comm} ${lwa}`);
    const message = DlDcch.decode(octets);
    const read = reconfigurationOf(message)!;
    expect(read.lwa).toEqual({ choice: 'setup', value: { 'lwa-Config-r13': { 'lwa-WT-Counter-r13': 7 } } });
    const v1020 = read.ies.nonCriticalExtension?.nonCriticalExtension?.nonCriticalExtension;
    expect(v1020?.nonCriticalExtension?.nonCriticalExtension).toMatchObject({
      'sl-DiscConfig-r12': {
        'discTxResources-r12': {
          choice: 'setup',
          value: {
            choice: 'scheduled-r12',
            value: { 'discHoppingConfig-r12': { 'a-r12': 200, 'b-r12': 10, 'c-r12': 'n5' } },
          },
        },
      },
      'sl-CommConfig-r12': {
        'commTxResources-r12': {
          choice: 'setup',
          value: {
            choice: 'ue-Selected-r12',
            value: { 'commTxPoolNormalDedicated-r12': { 'poolToReleaseList-r12': [1, 4] } },
          },
        },
        _ext: [{ index: 0, value: Uint8Array.of(0x60) }],
      },
    });
    expect(toHex(DlDcch.encode(message))).toBe(toHex(octets));
  });
});

describe('a reconfiguration with anything in it', () => {
  const drawn = (
    drawnOf(RRCConnectionReconfiguration, name =>
      /^spare\d|Future$/.test(name),
    ) as fc.Arbitrary<RRCConnectionReconfiguration>
  ).map(
    (value): DLDCCHMessage => ({
      message: { choice: 'c1', value: { choice: 'rrcConnectionReconfiguration', value } },
    }),
  );

  it('is written and read, and so is its JSON', () => {
    fc.assert(
      fc.property(drawn, message => {
        const octets = DlDcch.encode(message);
        const again = DlDcch.decode(octets);
        expect(DlDcch.toJson(again)).toEqual(DlDcch.toJson(message));
        expect(toHex(DlDcch.encode(again))).toBe(toHex(octets));
        const json = JSON.parse(JSON.stringify(DlDcch.toJson(again)));
        expect(toHex(DlDcch.encode(DlDcch.fromJson(json)))).toBe(toHex(octets));
      }),
      { numRuns: 200 },
    );
  });

  it('ends with a DecodeError wherever it is cut', () => {
    fc.assert(
      fc.property(drawn, fc.double({ min: 0, max: 0.99, noNaN: true }), (message, part) => {
        const octets = DlDcch.encode(message);
        const { error } = DlDcch.decode(octets.subarray(0, Math.floor(octets.length * part)), { lax: true });
        expect(error).toMatchObject({ name: 'DecodeError' });
      }),
      { numRuns: 200 },
    );
  });
});
