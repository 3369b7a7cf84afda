import {
  decodeElements,
  encodeElement,
  encodeKeyData,
  type KeyDataItem,
} from '../../src/codecs/dot11/index.js';
import { derivePtk, encryptMpdu, prepareKey, wrapKeyData } from '../../src/crypto/index.js';
import {
  AKM,
  AP,
  associationRequest,
  associationResponse,
  beacon,
  CIPHER,
  dataFromAp,
  dataToAp,
  IP_BODY,
  key32,
  keyFrame,
  RSNE,
  STATION,
} from './peer.js';

/** An AP MLD and a station MLD with two links: link 0 is that of {@link AP} and {@link STATION}. */
export const AP_MLD = Uint8Array.of(2, 0, 0, 0, 0x0a, 0xff);
export const STATION_MLD = Uint8Array.of(2, 0, 1, 0, 0, 0xff);
export const APS = [AP, Uint8Array.of(2, 0, 0, 0, 0x0a, 2)] as const;
export const STATIONS = [STATION, Uint8Array.of(2, 0, 1, 0, 0, 0xf1)] as const;
export const PMK = key32(0xa1);

type LinkId = 0 | 1;

/** The frame of link 0 as if it were sent on another link. */
export function onLink(linkId: LinkId, mpdu: Uint8Array): Uint8Array {
  const copy = mpdu.slice();
  for (const offset of [4, 10, 16]) {
    const address = copy.subarray(offset, offset + 6);
    const same = (other: Uint8Array): boolean => address.every((octet, i) => octet === other[i]);
    if (same(AP)) copy.set(APS[linkId], offset);
    else if (same(STATION)) copy.set(STATIONS[linkId], offset);
  }
  return copy;
}

const multiLink = (
  mldMacAddress: Uint8Array,
  linkIdInfo: number | undefined,
  profiles: readonly (readonly [linkId: number, address: Uint8Array, profile: readonly number[]])[] = [],
): Uint8Array =>
  encodeElement({
    element: 'Multi-Link',
    commonInfo: { mldMacAddress, linkIdInfo },
    linkInfo: profiles.map(([linkId, macAddress, profile]) => ({
      subelement: 'Per-STA Profile',
      staInfo: { linkId, completeProfile: true, macAddress },
      profile: Uint8Array.from(profile),
    })),
  });

/** The beacon of a link; the RSNE ends with its capabilities. */
export const beaconOf = (linkId: LinkId): Uint8Array =>
  Uint8Array.of(...onLink(linkId, beacon()), ...multiLink(AP_MLD, linkId));
export const mldRequest = Uint8Array.of(
  ...associationRequest(),
  ...multiLink(STATION_MLD, undefined, [[1, STATIONS[1], [0x11, 0]]]),
);
/** @param status of link 1 */
export const mldResponse = (status = 0): Uint8Array =>
  Uint8Array.of(...associationResponse(), ...multiLink(AP_MLD, 0, [[1, APS[1], [0x11, 0, status, 0]]]));
export const start = [beaconOf(0), beaconOf(1), mldRequest, mldResponse()];

export const mac = (macAddress: Uint8Array): KeyDataItem => ({ kde: 'MAC address', macAddress });
export const gtkOf = (linkId: number, octet: number, keyId = 1): KeyDataItem => ({
  kde: 'MLO GTK',
  linkId,
  keyId,
  tx: false,
  pn: new Uint8Array(6),
  gtk: new Uint8Array(16).fill(octet),
});
const linkKde = (linkId: LinkId, macAddress: Uint8Array, rsne?: Uint8Array): KeyDataItem => ({
  kde: 'MLO Link',
  linkId,
  rsnePresent: rsne !== undefined,
  rsnxePresent: false,
  macAddress,
  elements: rsne === undefined ? [] : decodeElements(rsne),
});

export const ptk = derivePtk({
  akm: AKM,
  cipher: CIPHER,
  pmk: PMK,
  aNonce: key32(1),
  sNonce: key32(2),
  aa: AP_MLD,
  spa: STATION_MLD,
});
const wrapped = (items: readonly KeyDataItem[]): Uint8Array =>
  wrapKeyData({ algorithm: 'aes-key-wrap', kek: ptk.kek }, encodeKeyData(items));

/** The 4-way handshake on link 0, with these GTKs in M3, and with that RSNE for link 1. */
export function mldHandshake(gtks: readonly KeyDataItem[], rsneOf1: Uint8Array = RSNE) {
  const { kck } = ptk;
  const ofStation = encodeKeyData([mac(STATION_MLD), linkKde(1, STATIONS[1])]);
  const ofAp = [mac(AP_MLD), ...gtks, linkKde(0, APS[0], RSNE), linkKde(1, APS[1], rsneOf1)];
  return {
    m1: keyFrame({ info: 0x008a, counter: 1, nonce: key32(1), keyData: encodeKeyData([mac(AP_MLD)]) }),
    m2: keyFrame({
      info: 0x010a,
      counter: 1,
      nonce: key32(2),
      keyData: Uint8Array.of(...RSNE, ...ofStation),
      kck,
    }),
    m3: keyFrame({ info: 0x13ca, counter: 2, nonce: key32(1), keyData: wrapped(ofAp), kck }),
    m4: keyFrame({ info: 0x030a, counter: 2, keyData: encodeKeyData([mac(STATION_MLD)]), kck }),
  };
}

/** All four, with a GTK for each link: octets 0x70 and 0x71. */
const whole = mldHandshake([gtkOf(0, 0x70), gtkOf(1, 0x71)]);
export const handshakeOfMlds: readonly Uint8Array[] = [whole.m1, whole.m2, whole.m3, whole.m4];

/** A frame of link 0 under the PTK, its addresses those of the MLDs under the MIC, as it is sent on a link. */
export function sealed(linkId: LinkId, mpdu: Uint8Array, pn: number): Uint8Array {
  const own = mpdu.slice();
  const fromAp = (own[1]! & 2) !== 0;
  own.set(fromAp ? STATION_MLD : AP_MLD, 4);
  own.set(fromAp ? AP_MLD : STATION_MLD, 10);
  if (mpdu.subarray(16, 22).every((octet, i) => octet === AP[i])) own.set(AP_MLD, 16);
  const protectedFrame = encryptMpdu(prepareKey(CIPHER, ptk.tk), own, BigInt(pn));
  protectedFrame.set(mpdu.subarray(4, 22), 4);
  return onLink(linkId, protectedFrame);
}

/** Where user data goes to, or comes from, behind the AP. */
const SERVER = Uint8Array.of(2, 9, 9, 9, 9, 9);
const ofServer = (mpdu: Uint8Array): Uint8Array => {
  const copy = mpdu.slice();
  copy.set(SERVER, 16);
  return copy;
};
export const dataUp = (linkId: LinkId, pn: number, last = 3): Uint8Array =>
  sealed(linkId, ofServer(dataToAp(IP_BODY.with(-1, last))), pn);
export const dataDown = (linkId: LinkId, pn: number): Uint8Array =>
  sealed(linkId, ofServer(dataFromAp(IP_BODY)), pn);
/** To a group, under the GTK of `octet`: with the addresses of the link. */
export const toGroup = (linkId: LinkId, octet: number, pn: number, keyId = 1): Uint8Array =>
  encryptMpdu(
    prepareKey(CIPHER, new Uint8Array(16).fill(octet)),
    onLink(linkId, dataFromAp(IP_BODY, new Uint8Array(6).fill(0xff))),
    BigInt(pn),
    keyId,
  );

/** A group key handshake on link 1, G1 and G2 under these packet numbers of their senders. */
export function mldGroupHandshake(
  counter: number,
  gtks: readonly KeyDataItem[],
  pn: number,
): readonly Uint8Array[] {
  const { kck } = ptk;
  const g1 = keyFrame({ info: 0x1382, counter, keyData: wrapped(gtks), kck, keyLength: 0 });
  const g2 = keyFrame({ info: 0x0302, counter, kck });
  return [sealed(1, g1, pn), sealed(1, g2, pn)];
}
