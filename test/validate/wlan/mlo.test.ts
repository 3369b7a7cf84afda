import { describe, expect, it } from 'vitest';
import { encodeKeyData, type KeyDataItem } from '../../../src/codecs/dot11/index.js';
import { derivePtk, encryptMpdu, pmkid, prepareKey } from '../../../src/crypto/index.js';
import {
  AKM,
  AP,
  associated,
  beacon,
  CIPHER,
  deauthentication,
  IP_BODY,
  key32,
  keyFrame,
  mics,
  numbered,
  pmks,
  RSNE,
  reportOnMpdus,
  STATION,
  under,
  wrappedKeyData,
} from '../peer.js';

const A = key32(0xa1);
const AP_MLD = Uint8Array.of(2, 0, 0, 0, 0x0a, 0xff);
const STATION_MLD = Uint8Array.of(2, 0, 1, 0, 0, 0xff);
const input = { akm: AKM, cipher: CIPHER, pmk: A, aNonce: key32(1), sNonce: key32(2) };
const ptk = derivePtk({ ...input, aa: AP_MLD, spa: STATION_MLD });
const mac = (macAddress: Uint8Array): KeyDataItem => ({ kde: 'MAC address', macAddress });
const named = pmkid({ akm: AKM, pmk: A, aa: AP_MLD, spa: STATION_MLD })!;

const m1 = (kdes: readonly KeyDataItem[]) =>
  keyFrame({ info: 0x008a, counter: 1, nonce: key32(1), keyData: encodeKeyData(kdes) });
const m2 = keyFrame({
  info: 0x010a,
  counter: 1,
  nonce: key32(2),
  keyData: Uint8Array.of(...RSNE, ...encodeKeyData([mac(STATION_MLD)])),
  kck: ptk.kck,
});
const m3 = keyFrame({
  info: 0x13ca,
  counter: 2,
  nonce: key32(1),
  keyData: wrappedKeyData(ptk, mac(AP_MLD)),
  kck: ptk.kck,
});
const m4 = keyFrame({
  info: 0x030a,
  counter: 2,
  keyData: encodeKeyData([mac(STATION_MLD)]),
  kck: ptk.kck,
});
const start = [beacon(), ...associated];

/** A data frame of the station: sealed with the addresses of the MLDs, sent with those of the link. */
function sentOverLink(address3: Uint8Array, address3OfLink = address3): Uint8Array {
  const headerOf = (ap: Uint8Array, station: Uint8Array, third: Uint8Array) =>
    Uint8Array.of(8, 1, 0, 0, ...ap, ...station, ...third, 0, 0);
  const clear = Uint8Array.of(...headerOf(AP_MLD, STATION_MLD, address3), ...IP_BODY);
  const sealed = encryptMpdu(prepareKey(CIPHER, ptk.tk), clear, 1n);
  sealed.set(headerOf(AP, STATION, address3OfLink).subarray(4, 22), 4);
  return sealed;
}

describe('multi-link operation', () => {
  it('has a PTK of the MLD addresses, and a PMKID of them', () => {
    const kdes = [{ kde: 'PMKID', pmkid: named } as const, mac(AP_MLD)];
    const report = reportOnMpdus(numbered([...start, m1(kdes), m2, m3, m4]), pmks({ A }));
    expect(mics(report)).toEqual(['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A']);
    expect(report.findings).toEqual([]);
    const wrong = [{ kde: 'PMKID', pmkid: named.map(octet => octet ^ 1) } as const, mac(AP_MLD)];
    const { findings } = reportOnMpdus(numbered([...start, m1(wrong), m2]), pmks({ A }));
    expect(findings.map(({ rule }) => rule)).toContain('pmkid-mismatch');
  });

  it('protects data frames as if they had the MLD addresses', () => {
    const other = Uint8Array.of(2, 9, 9, 9, 9, 9);
    for (const data of [sentOverLink(other), sentOverLink(AP_MLD, AP)]) {
      const { sessions } = reportOnMpdus(
        numbered([...start, m1([mac(AP_MLD)]), m2, m3, m4, data]),
        pmks({ A }),
      );
      expect(sessions[0]!.protectedFrames).toEqual({ decrypted: 1, undecrypted: 0 });
    }
  });

  it('protects management frames with the addresses of the link', () => {
    const sealed = under(ptk.tk, deauthentication('station', 3), 0, 1n);
    const mpdus = numbered([...start, m1([mac(AP_MLD)]), m2, m3, m4, sealed]);
    const { protectedManagementFrames, management } = reportOnMpdus(mpdus, pmks({ A })).sessions[0]!;
    expect(protectedManagementFrames).toEqual({ decrypted: 1, undecrypted: 0 });
    expect(management.at(-1)).toMatchObject({ message: 'deauthentication' });
  });

  it('is left unverified where the capture does not show the address of the AP MLD', () => {
    const report = reportOnMpdus(numbered([...start, m1([]), m2, m3, m4]), pmks({ A }));
    expect(mics(report)).toEqual(['M1 none', 'M2 unverified', 'M3 unverified', 'M4 unverified']);
    expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('is not taken for it where the station names no MLD', () => {
    const link = derivePtk({ ...input, aa: AP, spa: STATION });
    const answer = keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData: RSNE, kck: link.kck });
    const report = reportOnMpdus(numbered([...start, m1([mac(AP_MLD)]), answer]), pmks({ A }));
    expect(mics(report)).toEqual(['M1 none', 'M2 valid A']);
  });
});
