import { describe, expect, it } from 'vitest';
import { encodeKeyData, formatMac, type KeyDataItem } from '../../../src/codecs/dot11/index.js';
import { derivePtk, encryptMpdu, pmkid, prepareKey, protectBip } from '../../../src/crypto/index.js';
import { type Report, validator } from '../../../src/validate/index.js';
import {
  AP_MLD,
  APS,
  beaconOf,
  dataDown,
  dataUp,
  gtkOf,
  handshakeOfMlds,
  mac,
  mldGroupHandshake,
  mldHandshake,
  mldRequest,
  mldResponse,
  onLink,
  STATION_MLD,
  STATIONS,
  start as startOfMlds,
  toGroup,
} from '../mld-peer.js';
import {
  AKM,
  AP,
  associated,
  beacon,
  CIPHER,
  deauthentication,
  deauthenticationOfAll,
  IP_BODY,
  key32,
  keyFrame,
  mics,
  numbered,
  pmks,
  RSNE,
  reportOnMpdus,
  runs,
  STATION,
  under,
  wrappedKeyData,
} from '../peer.js';

const A = key32(0xa1);
const input = { akm: AKM, cipher: CIPHER, pmk: A, aNonce: key32(1), sNonce: key32(2) };
const ptk = derivePtk({ ...input, aa: AP_MLD, spa: STATION_MLD });
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
  keyData: wrappedKeyData(ptk, mac(AP_MLD), gtkOf(0, 0x70)),
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

const address = (octets: Uint8Array): string => formatMac(octets);
const onLinks = (...mpdus: readonly Uint8Array[]) => reportOnMpdus(numbered(mpdus), pmks({ A }));
const association = [...startOfMlds, ...handshakeOfMlds];

describe('links of two MLDs', () => {
  it('are of one session, each with its addresses', () => {
    const { sessions, findings } = onLinks(...association, dataUp(0, 1), dataUp(1, 2), dataDown(1, 1));
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      ap: address(AP_MLD),
      station: address(STATION_MLD),
      links: [0, 1].map(linkId => ({
        linkId,
        ap: address(APS[linkId]!),
        station: address(STATIONS[linkId]!),
      })),
      protectedFrames: { decrypted: 3, undecrypted: 0 },
    });
    expect(findings).toEqual([]);
  });

  it('have each a GTK of its own', () => {
    const { sessions, findings } = onLinks(...association, toGroup(0, 0x70, 1), toGroup(1, 0x71, 1));
    expect(sessions[0]!.protectedFrames).toEqual({ decrypted: 2, undecrypted: 0 });
    expect(findings).toEqual([]);
    const swapped = onLinks(...association, toGroup(1, 0x70, 1));
    expect(swapped.sessions[0]!.protectedFrames).toEqual({ decrypted: 0, undecrypted: 1 });
    const keys = sessions[0]!.keys.filter(({ kind }) => kind === 'gtk');
    expect(keys.map(({ linkId, hex }) => [linkId, hex])).toEqual([
      [0, '70'.repeat(16)],
      [1, '71'.repeat(16)],
    ]);
  });

  it('share the handshakes, whichever a message goes over', () => {
    const group = mldGroupHandshake(3, [gtkOf(0, 9, 2), gtkOf(1, 10, 2)], 1);
    const report = onLinks(...association, ...group, toGroup(0, 9, 1, 2), toGroup(1, 10, 1, 2));
    expect(runs(report)).toEqual(['initial 5,6,7,8', 'group 9,10']);
    expect(report.sessions[0]!.protectedFrames.undecrypted).toBe(0);
    expect(report.findings).toEqual([]);
  });

  it('are only those that the AP takes', () => {
    const refused = [beaconOf(0), beaconOf(1), mldRequest, mldResponse(1), ...handshakeOfMlds.slice(0, 1)];
    const { links } = onLinks(...refused).sessions[0]!;
    expect(links).toEqual([{ linkId: 0, ap: address(APS[0]), station: address(STATIONS[0]) }]);
  });

  it('are told by beacons and the handshake, or by the handshake alone', () => {
    for (const before of [[beaconOf(0), beaconOf(1)], []]) {
      const { sessions } = onLinks(...before, ...handshakeOfMlds, dataUp(0, 1), dataUp(1, 2));
      expect(sessions.map(({ protectedFrames }) => protectedFrames)).toEqual([
        { decrypted: 2, undecrypted: 0 },
      ]);
    }
  });

  it('take over what came on them before they were known', () => {
    const early = [dataUp(1, 1), dataDown(1, 1), dataUp(0, 2)];
    const report = onLinks(...early, ...handshakeOfMlds, dataUp(1, 3));
    expect(report.sessions).toHaveLength(1);
    expect(report.sessions[0]!.protectedFrames).toEqual({ decrypted: 1, undecrypted: 3 });
    expect(report.findings.every(({ session }) => session === 0)).toBe(true);
  });

  it('take no packet number twice, and one frame on two links is the same', () => {
    const reused = onLinks(...association, dataUp(0, 1, 3), dataUp(1, 1, 4));
    expect(reused.findings.map(({ rule }) => rule)).toEqual(['pn-reuse']);
    const retried = onLinks(...association, dataUp(0, 1), dataUp(1, 1));
    expect(retried.findings).toEqual([]);
  });

  it('begin anew with other addresses when the same MLDs associate again', () => {
    const other = Uint8Array.of(2, 0, 1, 0, 0, 0xf7);
    const moved = (mpdu: Uint8Array): Uint8Array => {
      const copy = mpdu.slice();
      for (const at of [4, 10])
        if (copy.subarray(at, at + 6).every((o, i) => o === STATION[i])) copy.set(other, at);
      return copy;
    };
    const { sessions } = onLinks(
      ...association,
      deauthentication('station', 3),
      moved(mldRequest),
      moved(mldResponse()),
      ...handshakeOfMlds.map(moved),
      moved(dataUp(0, 9)),
    );
    expect(sessions).toHaveLength(1);
    expect(sessions[0]!.links![0]).toMatchObject({ linkId: 0, station: address(other) });
    expect(sessions[0]!.handshakes.map(({ kind, complete }) => [kind, complete])).toEqual([
      ['initial', true],
      ['initial', true],
    ]);
    expect(sessions[0]!.protectedFrames).toEqual({ decrypted: 1, undecrypted: 0 });
  });

  it('end together, by a frame on any of them', () => {
    const end = onLink(1, deauthentication('ap', 3));
    const { sessions } = onLinks(...association, dataUp(0, 1), end);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]!.management.at(-1)).toMatchObject({ message: 'deauthentication', from: 'ap' });
  });

  it('end together by a frame to all under the IGTK of its link, and not under that of another', () => {
    const igtk = (linkId: number): KeyDataItem => ({
      kde: 'MLO IGTK',
      linkId,
      keyId: 4,
      ipn: new Uint8Array(6),
      igtk: new Uint8Array(16).fill(0x40 + linkId),
    });
    const { m1, m2, m3, m4 } = mldHandshake([gtkOf(0, 1), gtkOf(1, 2), igtk(0), igtk(1)]);
    const endsOn1 = (octet: number) => {
      const clear = onLink(1, deauthenticationOfAll(3));
      const end = protectBip('00-0F-AC:6', new Uint8Array(16).fill(octet), clear, 1n, 4);
      const behind = [toGroup(0, 1, 1), toGroup(1, 2, 1), dataUp(0, 1)];
      return reportOnMpdus([...numbered([...startOfMlds, m1, m2, m3, m4]), end, ...behind], pmks({ A }));
    };
    const rules = (octet: number) => endsOn1(octet).findings.map(({ rule }) => rule);
    expect(rules(0x40)).toEqual(['unprotected-deauthentication']);
    expect(rules(0x41)).toEqual([]);
  });

  it('are known by the addresses of the MLDs over Ethernet', () => {
    const overEthernet = handshakeOfMlds.map(mpdu => {
      const fromAp = (mpdu[1]! & 2) !== 0;
      const [to, from] = fromAp ? [STATION_MLD, AP_MLD] : [AP_MLD, STATION_MLD];
      return Uint8Array.of(...to, ...from, 0x88, 0x8e, ...mpdu.subarray(32));
    });
    const { packet, report } = validator({ keys: pmks({ A }) });
    const put = (linkType: number, bytes: Uint8Array) =>
      packet({ time: 0n, linkType, interface: 0, bytes, originalLength: bytes.length });
    for (const mpdu of numbered(startOfMlds)) put(105, mpdu);
    for (const bytes of overEthernet) put(1, bytes);
    put(105, dataUp(1, 1));
    const { sessions } = report();
    expect(sessions).toHaveLength(1);
    expect(mics({ sessions } as Report)).toEqual(['M1 none', 'M2 valid A', 'M3 valid A', 'M4 valid A']);
    expect(sessions[0]!.protectedFrames).toEqual({ decrypted: 1, undecrypted: 0 });
  });

  it('are none where the station associates with no MLD', () => {
    const { sessions } = onLinks(beaconOf(0), beaconOf(1), ...associated, ...handshakeOfMlds.slice(0, 1));
    expect(sessions[0]).toMatchObject({ ap: address(AP), station: address(STATION) });
    expect(sessions[0]).not.toHaveProperty('links');
  });
});
