import { describe, expect, it } from 'vitest';
import {
  decodeDot11,
  decodeDot11Deep,
  decodeEapolKey,
  eapolKey,
  eapolKeyOf,
  encodeAmsdu,
  encodeDot11Deep,
  encodeEapolKey,
} from '../../../src/codecs/dot11/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { fromJson, toJson } from '../../../src/codecs/json.js';
import { decodeLlc, EAPOL_ETHERTYPE, snap } from '../../../src/codecs/link/llc.js';
import { captures, framesOf } from './support.js';

const a1 = '020000000001';
const a2 = '020000000002';
const a3 = '020000000003';
const header = `0000 ${a1} ${a2} ${a3} 1000`;
const hex16 = (value: number): string => value.toString(16).padStart(4, '0');

describe('what data frames carry', () => {
  const eapolStart = fromHex('01010000');
  const data = `0801 ${header}`;

  it('is read down to EAPOL', () => {
    const octets = fromHex(`${data} aaaa03000000888e 01010000`);
    const frame = decodeDot11Deep(octets);
    expect(frame).toMatchObject({
      kind: 'data',
      payload: { kind: 'llc', etherType: 0x888e, payload: { kind: 'eapol', packetType: 1 } },
    });
    expect(encodeDot11Deep(frame)).toEqual(octets);
  });

  it('is read in A-MSDUs', () => {
    const amsdu = encodeAmsdu([
      { destination: fromHex(a1), source: fromHex(a2), msdu: snap(0x888e, eapolStart) },
      { destination: fromHex(a1), source: fromHex(a2), msdu: fromHex('aa') },
    ]);
    const octets = fromHex(`8801 ${header} 8000 ${toHex(amsdu)}`);
    const frame = decodeDot11Deep(octets);
    expect(frame).toMatchObject({
      payload: {
        kind: 'a-msdu',
        subframes: [{ msdu: { kind: 'llc', payload: { kind: 'eapol' } } }, { msdu: fromHex('aa') }],
      },
    });
    expect(encodeDot11Deep(frame)).toEqual(octets);
  });

  it.each([
    ['protected', `0841 ${header} aaaa03000000888e 01010000`],
    ['a fragment', `0805 ${header} aaaa03000000888e 01010000`],
    ['cut short', `${data} aaaa0300`],
  ])('stays octets where it is %s', (_, hex) => {
    const frame = decodeDot11Deep(fromHex(hex));
    expect(frame.kind === 'data' && frame.payload).toBeInstanceOf(Uint8Array);
    expect(encodeDot11Deep(frame)).toEqual(fromHex(hex));
  });

  it.each([
    ['another EtherType', `${data} aaaa030000000800 01010000`],
    ['an EtherType of another organization', `${data} aaaa03001018888e 01010000`],
  ])('has no EAPOL with %s', (_, hex) => {
    expect(decodeDot11Deep(fromHex(hex))).toMatchObject({
      payload: { kind: 'llc', payload: fromHex('01010000') },
    });
  });

  it('stays octets in the last fragment', () => {
    const hex = `0801 0000 ${a1} ${a2} ${a3} 1100 aaaa03000000888e 01010000`;
    expect(decodeDot11Deep(fromHex(hex))).toMatchObject({ payload: fromHex(hex).subarray(24) });
  });

  it('is EAPOL alone where it is no whole EAPOL-Key frame', () => {
    const octets = fromHex(`${data} aaaa03000000888e 01030001 02`);
    const frame = decodeDot11Deep(octets);
    expect(frame).toMatchObject({
      payload: { payload: { kind: 'eapol', packetType: 3, body: fromHex('02') } },
    });
    expect(encodeDot11Deep(frame)).toEqual(octets);
  });

  it('is read in front of an FCS, too', () => {
    const octets = fromHex(`${data} aaaa03000000888e 01010000 78563412`);
    const frame = decodeDot11Deep(octets, { fcs: true });
    expect(frame).toMatchObject({
      fcs: 0x12345678,
      payload: { payload: { kind: 'eapol', padding: new Uint8Array(0) } },
    });
    expect(encodeDot11Deep(frame)).toEqual(octets);
  });

  it.each([
    ['M2 of WPA', 'fe 0109', 'dd0a0050f20101000050f202', 'WPA'],
    ['a group key message of RSN in clear', '02 0381', '30020100', 'RSN'],
  ])('has the key data of %s as items', (_, information, keyData, element) => {
    const [length, body] = [keyData.length / 2, 95 + keyData.length / 2];
    const key = `0103${hex16(body)} ${information} 0010 ${'00'.repeat(88)} ${hex16(length)} ${keyData}`;
    const octets = fromHex(`${data} aaaa03000000888e ${key}`);
    expect(decodeDot11Deep(octets)).toMatchObject({ payload: { payload: { keyData: [{ element }] } } });
  });

  it('leaves the key data of a WPA group message alone', () => {
    const key = `01030061 fe 0381 0010 ${'00'.repeat(88)} 0002 0000`.replaceAll(' ', '');
    const frame = decodeDot11Deep(fromHex(`${data} aaaa03000000888e ${key}`));
    expect(frame).toMatchObject({ payload: { payload: { kind: 'eapol-key', keyData: fromHex('0000') } } });
  });

  it('survives JSON', () => {
    for (const octets of framesOf(captures[0]!)) {
      const json: unknown = JSON.parse(JSON.stringify(toJson(decodeDot11Deep(octets))));
      expect(encodeDot11Deep(fromJson(json) as ReturnType<typeof decodeDot11Deep>)).toEqual(octets);
    }
  });

  it('gives EAPOL-Key frames as they are decoded by themselves', () => {
    let items = 0;
    let wrapped = 0;
    for (const octets of framesOf(captures[0]!)) {
      const flat = decodeDot11(octets);
      const deep = decodeDot11Deep(octets);
      if (deep.kind !== 'data' || !('kind' in deep.payload) || deep.payload.kind !== 'llc') continue;
      const key = deep.payload.payload;
      if (!('kind' in key) || key.kind !== 'eapol-key' || flat.kind !== 'data') continue;
      const eapol = decodeLlc(flat.payload).payload;
      expect(eapolKeyOf(key)).toEqual(decodeEapolKey(eapol));
      expect(encodeEapolKey(eapolKeyOf(key))).toEqual(eapol);
      expect(eapolKeyOf(deep)).toEqual(eapolKeyOf(key));
      if (Array.isArray(key.keyData) && key.keyData.length > 0) items++;
      if (key.keyInformation.encryptedKeyData) wrapped++;
    }
    expect(items).toBeGreaterThan(0);
    expect(wrapped).toBeGreaterThan(0);
    const refused = (key: unknown) => () => eapolKeyOf(key as Parameters<typeof eapolKeyOf>[0]);
    expect(refused(undefined)).toThrow(EncodeError);
    expect(refused({ keyData: [{ kde: 'GTK' }] })).toThrow(EncodeError);
    expect(refused({})).toThrow(EncodeError);
    expect(refused({ kind: 'data' })).toThrow(EncodeError);
  });

  it('gives the EAPOL-Key frame of a frame, of an A-MSDU the first, and none of a frame without one', () => {
    const eapol = encodeEapolKey(eapolKey({ keyReplayCounter: 7n }));
    const key = { kind: 'eapol-key', ...decodeEapolKey(eapol) } as const;
    const msdu = (payload: Uint8Array | typeof key) =>
      ({ ...decodeLlc(snap(EAPOL_ETHERTYPE, eapol)), kind: 'llc', payload }) as const;
    const frame = decodeDot11Deep(fromHex(data));
    if (frame.kind !== 'data') throw new Error('is a data frame');
    const of = (payload: (typeof frame)['payload']) => eapolKeyOf({ ...frame, payload })?.keyReplayCounter;
    const none = new Uint8Array(3);
    const addresses = { destination: none, source: none };
    const subframes = [none, msdu(none), msdu({ ...key, keyReplayCounter: 8n }), msdu(key)];
    expect(of(msdu(key))).toBe(7n);
    expect(of({ kind: 'a-msdu', subframes: subframes.map(one => ({ ...addresses, msdu: one })) })).toBe(8n);
    expect(of({ kind: 'a-msdu', subframes: [] })).toBeUndefined();
    expect(of(msdu(none))).toBeUndefined();
    expect(of(none)).toBeUndefined();
    expect(eapolKeyOf(decodeDot11Deep(fromHex('d4000000021122334455')))).toBeUndefined();
  });

  it('is refused by name where it cannot be written', () => {
    const frame = decodeDot11Deep(fromHex(`${data} aaaa03000000888e 01010000`));
    const encode = (payload: unknown) => () =>
      encodeDot11Deep({ ...frame, payload } as unknown as ReturnType<typeof decodeDot11Deep>);
    expect(encode(undefined)).toThrow(EncodeError);
    expect(encode({ kind: 'llc', dsap: 0xaa, ssap: 0xaa, control: 3 })).toThrow(EncodeError);
    expect(encode({ kind: 'a-msdu', subframes: 1 })).toThrow(EncodeError);
  });
});
