import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Dot11Frame,
  decodeDot11,
  decodeDot11Deep,
  encodeDot11,
  encodeDot11Deep,
  type FrameName,
  fcsOf,
  frameControl,
  frameSubtype,
  frameType,
  reasonName,
  statusName,
} from '../../../src/codecs/dot11/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { captures, checkHostile, failure, framesOf, hostile } from './support.js';

const a1 = '020000000001';
const a2 = '020000000002';
const a3 = '020000000003';
const a4 = '020000000004';
const header = `0000 ${a1} ${a2} ${a3} 1000`;

/** Octets, and what part of the value says that they were read right. */
const samples: readonly [kind: Dot11Frame['kind'], hex: string, fields: object][] = [
  [
    'association-request',
    `0000 ${header} 3104 0500 000161`,
    { capabilityInformation: 0x0431, listenInterval: 5, elements: [{ element: 'SSID' }] },
  ],
  [
    'association-response',
    `1000 ${header} 3104 1e00 01c0`,
    { capabilityInformation: 0x0431, statusCode: 30, aid: 0xc001, elements: [] },
  ],
  ['reassociation-request', `2000 ${header} 3104 0500 ${a4} 000161`, { currentApAddress: fromHex(a4) }],
  ['reassociation-response', `3000 ${header} 3104 0000 01c0`, { statusCode: 0 }],
  ['probe-request', `4000 ${header} 0000`, { elements: [{ element: 'SSID', ssid: new Uint8Array(0) }] }],
  ['probe-response', `5000 ${header} 0100000000000000 6400 1104`, { timestamp: 1n, beaconInterval: 100 }],
  ['beacon', `8000 ${header} ffffffffffffffff 6400 1104 03010b`, { timestamp: 0xffff_ffff_ffff_ffffn }],
  ['atim', `9000 ${header}`, {}],
  ['disassociation', `a000 ${header} 0800`, { reasonCode: 8, elements: [] }],
  [
    'authentication',
    `b000 ${header} 0000 0100 0000`,
    { algorithm: 0, transaction: 1, statusCode: 0, elements: [] },
  ],
  [
    'authentication',
    `b000 ${header} 0200 0100 0000 3603a1b201`,
    { elements: [{ element: 'Mobility Domain' }] },
  ],
  ['authentication', `b000 ${header} 0300 0100 0000 1300aabb`, { algorithm: 3, body: fromHex('1300aabb') }],
  ['deauthentication', `c000 ${header} 0f00`, { reasonCode: 15 }],
  ['action', `d000 ${header} 0800abcd`, { category: 8, actionCode: 0, body: fromHex('abcd') }],
  ['action', `d000 ${header} 7e0050f211`, { category: 126, body: fromHex('0050f211') }],
  ['action', `d000 ${header} 7f0050f211`, { category: 127, body: fromHex('0050f211') }],
  ['action-no-ack', `e000 ${header} 1500`, { category: 21, actionCode: 0 }],
  ['protected-management', `c040 ${header} aabbccdd`, { body: fromHex('aabbccdd') }],
  ['management', `6000 ${header} 0102`, { body: fromHex('0102') }],
  ['management-fragment', `8004 ${header} 0102`, { body: fromHex('0102') }],
  [
    'management-fragment',
    `8000 0000 ${a1} ${a2} ${a3} 1100 0102`,
    { sequenceControl: { fragmentNumber: 1, sequenceNumber: 1 } },
  ],
  ['action', `d080 ${header} 78563412 0801`, { htControl: 0x12345678, category: 8, actionCode: 1 }],
  ['data', `0801 ${header} 0102`, { address1: fromHex(a1), payload: fromHex('0102') }],
  ['data', `0841 ${header} 0102`, { payload: fromHex('0102') }],
  ['data', `0881 ${header} 0102`, { payload: fromHex('0102') }],
  ['data', `0803 ${header} ${a4} 0102`, { address4: fromHex(a4), payload: fromHex('0102') }],
  [
    'data',
    `8883 ${header} ${a4} b507 78563412 0102`,
    {
      address4: fromHex(a4),
      qosControl: { amsduPresent: true, ackPolicy: 1, eosp: true, tid: 5, upper: 7 },
      htControl: 0x12345678,
      payload: fromHex('0102'),
    },
  ],
  ['null', `4811 ${header}`, { frameControl: frameControl('null', { toDs: true, powerManagement: true }) }],
  ['null', `c801 ${header} 0700`, { qosControl: { tid: 7 } }],
  [
    'block-ack-request',
    `8400 0000 ${a1} ${a2} 0400 1000`,
    { barControl: 4, barInformation: fromHex('1000') },
  ],
  ['block-ack', `9400 0000 ${a1} ${a2} 0500 1000ffff`, { baControl: 5, baInformation: fromHex('1000ffff') }],
  ['ps-poll', `a400 01c0 ${a1} ${a2}`, { duration: 0xc001, address2: fromHex(a2) }],
  ['rts', `b400 0100 ${a1} ${a2}`, { duration: 1 }],
  ['cts', `c400 0000 ${a1}`, { address1: fromHex(a1) }],
  ['ack', `d400 0000 ${a1}`, { address1: fromHex(a1) }],
  ['cf-end', `e400 0000 ${a1} ${a2}`, {}],
  ['control', `7400 0000 aabb`, { body: fromHex('aabb') }],
  ['extension', `0c00 0000 aabb`, { body: fromHex('aabb') }],
];

describe('802.11 frames', () => {
  it.each(samples)('%s %s, both ways', (kind, hex, fields) => {
    const octets = fromHex(hex);
    const frame = decodeDot11(octets);
    expect(frame).toMatchObject({ kind, ...fields });
    expect(encodeDot11(frame)).toEqual(octets);
  });

  it('cuts frame control and sequence control as Figures 9-3 and 9-9 draw them', () => {
    const names = [
      'toDs',
      'fromDs',
      'moreFragments',
      'retry',
      'powerManagement',
      'moreData',
      'protectedFrame',
      'htcOrder',
    ] as const;
    for (const [bit, name] of names.entries()) {
      const octets = fromHex(`1400 0000 aabb`);
      octets[1] = 1 << bit;
      const { frameControl: control } = decodeDot11(octets);
      expect(names.filter(one => control[one])).toEqual([name]);
    }
    expect(decodeDot11(fromHex(`4801 0000 ${a1} ${a2} ${a3} 2ff1`))).toMatchObject({
      sequenceControl: { fragmentNumber: 15, sequenceNumber: 0xf12 },
    });
  });

  /** The first octet of each, from Table 9-1. */
  it.each([
    ['association-request', 0x00],
    ['association-response', 0x10],
    ['reassociation-request', 0x20],
    ['reassociation-response', 0x30],
    ['probe-request', 0x40],
    ['probe-response', 0x50],
    ['beacon', 0x80],
    ['disassociation', 0xa0],
    ['authentication', 0xb0],
    ['deauthentication', 0xc0],
    ['atim', 0x90],
    ['action', 0xd0],
    ['action-no-ack', 0xe0],
    ['block-ack-request', 0x84],
    ['block-ack', 0x94],
    ['ps-poll', 0xa4],
    ['rts', 0xb4],
    ['cts', 0xc4],
    ['ack', 0xd4],
    ['cf-end', 0xe4],
    ['data', 0x08],
    ['null', 0x48],
    ['qos-data', 0x88],
    ['qos-null', 0xc8],
  ] as const satisfies readonly (readonly [FrameName, number])[])(
    'writes the type and subtype of a %s frame',
    (name, first) => {
      const control = frameControl(name, { retry: true });
      const octets = Uint8Array.of((control.subtype << 4) | (control.type << 2));
      expect(octets).toEqual(Uint8Array.of(first));
      expect([frameType(octets), frameSubtype(octets)]).toEqual([control.type, control.subtype]);
      const { type, subtype, ...flags } = control;
      expect(flags).toEqual({
        protocolVersion: 0,
        htcOrder: false,
        protectedFrame: false,
        moreData: false,
        powerManagement: false,
        retry: true,
        moreFragments: false,
        fromDs: false,
        toDs: false,
      });
    },
  );

  it('takes an FCS off and puts it back as it was', () => {
    const octets = fromHex(`d400 0000 ${a1} 78563412`);
    const frame = decodeDot11(octets, { fcs: true });
    expect(frame).toMatchObject({ kind: 'ack', fcs: 0x12345678 });
    expect(encodeDot11(frame)).toEqual(octets);
    expect(failure(() => decodeDot11(fromHex('d400'), { fcs: true })).path).toBe('802.11.fcs');
  });

  it('computes the FCS', () => {
    expect(fcsOf(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('names the field that is cut short, where it is in the frame', () => {
    expect(failure(() => decodeDot11(fromHex('80')))).toMatchObject({
      path: '802.11.frameControl',
      offset: 0,
    });
    expect(failure(() => decodeDot11(fromHex(`8000 0000 ${a1} 0200`)))).toMatchObject({
      path: '802.11.address2',
      offset: 10,
      required: 6,
      available: 2,
    });
    expect(failure(() => decodeDot11(fromHex(`8801 ${header} 07`)))).toMatchObject({
      path: '802.11.qosControl',
      offset: 24,
    });
    expect(failure(() => decodeDot11(fromHex(`c000 ${header} 0f`)))).toMatchObject({
      path: '802.11.reasonCode',
      offset: 24,
    });
    expect(failure(() => decodeDot11(fromHex(`d000 ${header} 08`)))).toMatchObject({
      path: '802.11.actionCode',
      offset: 25,
    });
    expect(failure(() => decodeDot11(fromHex(`4000 ${header} 0000 0102`)))).toMatchObject({
      path: '802.11.elements[1].body',
      offset: 28,
      claimedBy: '802.11.elements[1].length',
    });
    expect(failure(() => decodeDot11(fromHex(`d400 0000 ${a1} 00`)))).toMatchObject({
      code: 'trailing',
      offset: 10,
    });
    expect(failure(() => decodeDot11(fromHex(`8100 ${header}`)))).toMatchObject({ code: 'unsupported' });
  });

  it('gives under lax what could be read', () => {
    const cut = decodeDot11(fromHex(`4000 ${header} 000161 0102`), { lax: true });
    expect(cut.value).toMatchObject({ kind: 'probe-request', elements: [{ element: 'SSID' }] });
    expect(cut.error?.path).toBe('802.11.elements[1].body');
    const short = decodeDot11(fromHex(`8000 0000 ${a1} 0200`), { lax: true });
    expect(short.value).toMatchObject({ frameControl: { subtype: 8 }, address1: fromHex(a1) });
    expect(short.error?.path).toBe('802.11.address2');
    const ack = fromHex(`d400 0000 ${a1}`);
    expect(decodeDot11(ack, { lax: true })).toStrictEqual({ value: decodeDot11(ack) });
    const misfit = decodeDot11(fromHex(`4000 ${header} 0302aabb`), { lax: true });
    expect(misfit.value).toMatchObject({ elements: [{ element: 'unknown', id: 3 }] });
    expect(misfit.error?.path).toBe('802.11.elements[0].DS Parameter Set');
  });

  it('refuses values that do not fit, by name', () => {
    const frame = decodeDot11(fromHex(`c000 ${header} 0f00`));
    const refused = (change: object): string => {
      try {
        encodeDot11({ ...frame, ...change } as Dot11Frame);
      } catch (error) {
        if (error instanceof EncodeError) return error.path;
        throw error;
      }
      return 'accepted';
    };
    expect(refused({ kind: 'beacon' })).toBe('802.11.kind');
    expect(refused({ kind: 'toString' })).toBe('802.11.kind');
    expect(refused({ reasonCode: 65536 })).toBe('802.11.reasonCode');
    expect(refused({ address2: new Uint8Array(5) })).toBe('802.11.address2');
    for (const number of [-1, 4096, 1.5, '1'])
      expect(refused({ sequenceControl: { fragmentNumber: 0, sequenceNumber: number } })).toBe(
        '802.11.sequenceControl.sequenceNumber',
      );
    for (const number of [-1, 16, 1.5, '1'])
      expect(refused({ sequenceControl: { fragmentNumber: number, sequenceNumber: 1 } })).toBe(
        '802.11.sequenceControl.fragmentNumber',
      );
    expect(refused({ frameControl: { ...frame.frameControl, protocolVersion: 1 } })).toBe(
      '802.11.frameControl.protocolVersion',
    );
    expect(refused({ sequenceControl: null })).toBe('802.11.sequenceControl.fragmentNumber');
    expect(refused({ frameControl: null })).toBe('802.11.frameControl');
    expect(refused({ elements: [{ element: 'SSID' }] })).toBe('802.11.elements[0].SSID.ssid');
    expect(refused({ elements: 1 })).toBe('802.11.elements');
    expect(() => encodeDot11({ ...frame, elements: undefined } as never)).toThrow(
      '802.11.elements: is to be an array',
    );
    for (const fcs of [-1, 2 ** 32, 0.5, '1', null]) expect(refused({ fcs })).toBe('802.11.fcs');
    for (const fcs of [0, 2 ** 32 - 1]) expect(refused({ fcs })).toBe('accepted');
    const action = { kind: 'action', frameControl: frameControl('action'), body: new Uint8Array(0) };
    expect(refused({ ...action, elements: undefined, category: 8 })).toBe('802.11.actionCode');
    expect(refused({ ...action, category: 127, actionCode: 0 })).toBe('802.11.actionCode');
  });

  it.each([
    ['address4', fromHex(a4), `0801 ${header} 0102`],
    ['address4', fromHex(a4), `c000 ${header} 0f00`],
    ['qosControl', { amsduPresent: false, ackPolicy: 0, eosp: false, tid: 0, upper: 0 }, `0801 ${header}`],
    ['htControl', 1, `8801 ${header} 0000`],
    ['htControl', 1, `0881 ${header}`],
    ['htControl', 1, `c000 ${header} 0f00`],
  ])('refuses %s in a frame without room for it', (name, value, hex) => {
    const frame = { ...decodeDot11(fromHex(hex)), [name]: value } as Dot11Frame;
    expect(() => encodeDot11(frame)).toThrow(`802.11.${name}: is only there where frame control says so`);
    expect(encodeDot11({ ...frame, [name]: undefined } as Dot11Frame)).toEqual(fromHex(hex));
  });

  it('returns or throws DecodeError for hostile octets, and gives back what it takes', () => {
    const inputs = hostile([...samples.map(([, hex]) => fromHex(hex)), ...framesOf(captures[0]!)]);
    expect(checkHostile(inputs, octets => decodeDot11(octets), encodeDot11)).toBeGreaterThan(100);
    expect(checkHostile(inputs, octets => decodeDot11Deep(octets), encodeDot11Deep)).toBeGreaterThan(100);
    fc.assert(fc.property(inputs, octets => void decodeDot11(octets, { lax: true, fcs: true })));
  });
});

describe('reason and status codes', () => {
  it('have the names of Tables 9-49 and 9-50', () => {
    expect([15, 17, 99].map(reasonName)).toEqual([
      '4WAY_HANDSHAKE_TIMEOUT',
      'HANDSHAKE_ELEMENT_MISMATCH',
      'reason 99',
    ]);
    expect([0, 30, 93, 104, 999].map(statusName)).toEqual([
      'SUCCESS',
      'REFUSED_TEMPORARILY',
      'REFUSED_AP_OUT_OF_MEMORY',
      'DENIED_VHT_NOT_SUPPORTED',
      'status 999',
    ]);
  });
});
