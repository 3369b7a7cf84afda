/** What lies outside the profile of TS 36.331: refused by its path, or kept where it can be skipped. */
import { describe, expect, it } from 'vitest';
import { DecodeError, EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { bits } from '../../../src/codecs/per/index.js';
import {
  type DLDCCHMessage,
  DlDcch,
  lwaReconfiguration,
  reconfigurationOf,
  type ULDCCHMessage,
  UlDcch,
} from '../../../src/codecs/rrc/index.js';
import { vector } from './vectors.js';

const octetsOf = (text: string): Uint8Array => bits(text.replaceAll(' ', '')).bytes;

const errorOf = (decode: () => unknown): DecodeError => {
  try {
    decode();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('was decoded');
};

const RECONFIGURATION = '0 0100 00 0 000';
const IES =
  'DL-DCCH-Message.message.c1.rrcConnectionReconfiguration.criticalExtensions.c1.rrcConnectionReconfiguration-r8';
const next = (levels: number): string => IES + '.nonCriticalExtension'.repeat(levels);
/** Presence bits of r8, v890, v920, … as far as something follows. */
const CHAIN = [
  '000001',
  '01',
  '001',
  '001',
  '01',
  '000001',
  '000001',
  '00001',
  '000001',
  '0000001',
  '000001',
];
const upTo = (levels: number): string => `${RECONFIGURATION} ${CHAIN.slice(0, levels).join(' ')}`;

describe('a message outside the profile', () => {
  it('is unsupported', () => {
    for (const [index, name] of [
      ['0000', 'csfbParametersResponseCDMA2000'],
      ['0001', 'dlInformationTransfer'],
      ['1000', 'counterCheck'],
      ['1101', 'dlDedicatedMessageSegment-r16'],
    ]) {
      expect(errorOf(() => DlDcch.decode(octetsOf(`0 ${index} 000000000`)))).toMatchObject({
        code: 'unsupported',
        path: `DL-DCCH-Message.message.c1.${name}`,
        offset: 0,
        bit: 5,
      });
    }
    expect(errorOf(() => UlDcch.decode(octetsOf('1 0 0100 0000000000')))).toMatchObject({
      code: 'unsupported',
      path: 'UL-DCCH-Message.message.messageClassExtension.c2.sidelinkUEInformation-r12',
    });
  });

  it('cannot be encoded', () => {
    const json = { message: { choice: 'c1', value: { choice: 'counterCheck', value: {} } } };
    expect(() => DlDcch.encode(DlDcch.fromJson(json))).toThrow(
      new EncodeError('DL-DCCH-Message.message.c1.counterCheck', 'CounterCheck is not supported'),
    );
  });
});

describe('a message of which a part is damaged', () => {
  it('is shown as far as it was read under lax', () => {
    // A fourth of three values of typeTxSync-r14, in sl-V2X-ConfigDedicated-r14.
    const { value, error } = DlDcch.decode(
      octetsOf(`${upTo(6)} 001001 0 10000 0 00010 11 ${'0'.repeat(40)}`),
      {
        lax: true,
      },
    );
    const path = `${next(7)}.sl-V2X-ConfigDedicated-r14.typeTxSync-r14`;
    expect(error).toMatchObject({ code: 'value', path });
    expect(reconfigurationOf(value as DLDCCHMessage)?.lwa).toEqual({ choice: 'release', value: null });
  });
});

describe('an extension addition outside the profile', () => {
  /** One DRB-ToAddMod of n = 7, with presence bits and contents of its additions. */
  const drb = (groups: string): Uint8Array =>
    octetsOf(`${RECONFIGURATION} 000100 0010000 0000 1 00000 00000 0000110 ${groups}`);
  const lists = (octets: Uint8Array) =>
    reconfigurationOf(DlDcch.decode(octets))?.ies.radioResourceConfigDedicated?.['drb-ToAddModList'];

  it('is kept as octets, and those around it are read', () => {
    // drb-TypeChange-r12, drb-TypeLWA-r13 and daps-HO-r16.
    const octets = drb('1100010 00000001 10000000 00000001 01010000 00000001 10000000');
    expect(lists(octets)).toEqual([
      { 'drb-Identity': 1, 'drb-TypeChange-r12': 'toMCG', 'drb-TypeLWA-r13': true, 'daps-HO-r16': 'true' },
    ]);
    // rlc-Config-v1510 of group 3, which the schema leaves out.
    const left = drb('0101000 00000001 01010000 00000010 10101010 10000000');
    expect(lists(left)).toEqual([
      {
        'drb-Identity': 1,
        'drb-TypeLWA-r13': true,
        _ext: [{ index: 3, value: Uint8Array.of(0xaa, 0x80) }],
      },
    ]);
    for (const message of [octets, left]) {
      expect(toHex(DlDcch.encode(DlDcch.decode(message)))).toBe(toHex(message));
    }
  });

  it('survives JSON', () => {
    const { value, uper } = vector('reconf/lwa-two-unknown-additions');
    expect(JSON.stringify(value)).toContain('"_ext"');
    expect(toHex(DlDcch.encode(DlDcch.fromJson(JSON.parse(JSON.stringify(value)))))).toBe(uper);
  });
});

describe('an extension value', () => {
  it('of an algorithm is kept by its number', () => {
    // SecurityModeCommand with an integrity algorithm behind the marker, number 9.
    const octets = octetsOf('0 0110 00 0 00 0 0 0 010 1 0 001001');
    const json = DlDcch.toJson(DlDcch.decode(octets));
    expect(JSON.stringify(json)).toContain(
      '{"cipheringAlgorithm":"eea2","integrityProtAlgorithm":{"enumExt":9}}',
    );
    expect(toHex(DlDcch.encode(DlDcch.fromJson(json)))).toBe(toHex(octets));
  });

  it('of RLC-Config is kept by its number', () => {
    const octets = octetsOf(
      `${RECONFIGURATION} 000100 0010000 0000 0 00100 00000 1 0 000010 00000010 1111000011110000`,
    );
    const [drb] = reconfigurationOf(DlDcch.decode(octets))!.ies.radioResourceConfigDedicated![
      'drb-ToAddModList'
    ]!;
    expect(drb!['rlc-Config']).toEqual({ choice: null, extIndex: 2, value: Uint8Array.of(0xf0, 0xf0) });
    expect(toHex(DlDcch.encode(DlDcch.decode(octets)))).toBe(toHex(octets));
  });
});

describe('octet strings of 16K and more', () => {
  const nas = (length: number): DLDCCHMessage =>
    lwaReconfiguration({
      wtCounter: 0xabcd,
      nas: [Uint8Array.from({ length }, (_, i) => i * 7), Uint8Array.of(1)],
    });

  it.each([127, 128, 16383, 16384, 16385, 32768, 49152, 65536, 65537, 131072])('%i octets', length => {
    const message = nas(length);
    const octets = DlDcch.encode(message);
    expect(DlDcch.toJson(DlDcch.decode(octets))).toEqual(DlDcch.toJson(message));
    // Blocks of up to 64K, then the rest, which may be empty (X.691, 11.9.3.8).
    const blocks = Math.ceil(Math.floor(length / 16384) / 4);
    const rest = length % 16384 < 128 ? 1 : 2;
    expect(octets.length - DlDcch.encode(nas(1)).length).toBe(length - 1 + blocks + rest - 1);
  });

  it('may be a late extension of either direction', () => {
    const late = new Uint8Array(20000).fill(0x5a);
    const message: ULDCCHMessage = {
      message: {
        choice: 'c1',
        value: {
          choice: 'securityModeComplete',
          value: {
            'rrc-TransactionIdentifier': 1,
            criticalExtensions: {
              choice: 'securityModeComplete-r8',
              value: { nonCriticalExtension: { lateNonCriticalExtension: late } },
            },
          },
        },
      },
    };
    const octets = UlDcch.encode(message);
    expect(UlDcch.decode(octets)).toEqual(message);
    expect(octets).toHaveLength(20000 + 5);
  });
});

describe('values that a type does not have', () => {
  it.each([
    [{ wtCounter: 65536 }, 'lwa-WT-Counter-r13', /0\.\.65535/],
    [{ wtCounter: -1 }, 'lwa-WT-Counter-r13', /0\.\.65535/],
    [{ wtCounter: 1.5 }, 'lwa-WT-Counter-r13', /0\.\.65535/],
    [{ transactionId: 4 }, 'rrc-TransactionIdentifier', /0\.\.3/],
    [{ mobilitySet: { add: [{ ssid: '' }] } }, 'wlan-ToAddList-r13[0].ssid-r12', /1 to 32 octets/],
    [{ mobilitySet: { add: [{}, { bssid: fromHex('00') }] } }, 'wlan-ToAddList-r13[1].bssid-r12', /6 octets/],
    [{ mobilitySet: { release: Array(33).fill({ ssid: 'a' }) } }, 'wlan-ToReleaseList-r13', /1 to 32/],
    [{ bearers: [{ drbId: 33 }] }, 'drb-ToAddModList[0].drb-Identity', /1\.\.32/],
    [{ nas: Array(12).fill(fromHex('00')) }, 'dedicatedInfoNASList', /1 to 11/],
  ])('%j is refused with the path and the range', (options, path, range) => {
    try {
      DlDcch.encode(lwaReconfiguration(options));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(EncodeError);
      expect((error as EncodeError).path.endsWith(path)).toBe(true);
      expect((error as EncodeError).message).toMatch(range);
    }
  });
});
