import { expect } from 'vitest';
import { eapolKey, encodeEapolKey, encodeKeyData, type KeyDataItem } from '../../src/codecs/dot11/index.js';
import { toHex } from '../../src/codecs/hex.js';
import {
  derivePtk,
  encryptMpdu,
  micAlgorithmFor,
  type Ptk,
  prepareKey,
  signEapolKey,
  wrapKeyData,
} from '../../src/crypto/index.js';
import { type Keys, type Report, validator } from '../../src/validate/index.js';
import { numberOf } from '../frame-ref.js';

/** An access point and its stations; most of what they send is made octet by octet, as the standard draws it. */
export const AP = Uint8Array.of(2, 0, 0, 0, 0x0a, 1);
export const stationOf = (number: number): Uint8Array =>
  Uint8Array.of(2, 0, 1, number >> 16, number >> 8, number);
export const STATION = stationOf(1);
export const SSID = new TextEncoder().encode('lwa');

export const AKM = '00-0F-AC:2';
export const CIPHER = '00-0F-AC:4';
const BROADCAST = new Uint8Array(6).fill(0xff);
const SNAP = [0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e];
/** RSNE: CCMP, CCMP, PSK, no capabilities. */
export const RSNE = Uint8Array.of(
  48,
  20,
  1,
  0,
  0,
  15,
  172,
  4,
  1,
  0,
  0,
  15,
  172,
  4,
  1,
  0,
  0,
  15,
  172,
  2,
  0,
  0,
);

export const key32 = (octet: number): Uint8Array => new Uint8Array(32).fill(octet);

const frame = (
  control: readonly number[],
  addresses: readonly Uint8Array[],
  body: ArrayLike<number>,
): Uint8Array =>
  Uint8Array.of(...control, 0, 0, ...addresses.flatMap(address => [...address]), 0, 0, ...Array.from(body));

const fromAp = (station: Uint8Array, subtype: number, body: ArrayLike<number>): Uint8Array =>
  frame([subtype << 4, 0], [station, AP, AP], body);
const toAp = (station: Uint8Array, subtype: number, body: ArrayLike<number>): Uint8Array =>
  frame([subtype << 4, 0], [AP, station, AP], body);

const ssidElement = (ssid: Uint8Array): number[] => [0, ssid.length, ...ssid];

export const beacon = (ssid = SSID): Uint8Array =>
  fromAp(BROADCAST, 8, [0, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0x11, 0, ...ssidElement(ssid), ...RSNE]);
export const associationRequest = (ssid = SSID, station = STATION): Uint8Array =>
  toAp(station, 0, [0x11, 0, 10, 0, ...ssidElement(ssid), ...RSNE]);
export const associationResponse = (status = 0, station = STATION): Uint8Array =>
  fromAp(station, 1, [0x11, 0, status, 0, 1, 0xc0]);
export const associated = [associationRequest(), associationResponse()];
export const deauthentication = (by: 'ap' | 'station', reason: number, station = STATION): Uint8Array =>
  by === 'ap' ? fromAp(station, 12, [reason, 0]) : toAp(station, 12, [reason, 0]);
export const deauthenticationOfAll = (reason: number): Uint8Array => fromAp(BROADCAST, 12, [reason, 0]);

/** A data frame in clear. */
export const dataFromAp = (body: ArrayLike<number>, station = STATION): Uint8Array =>
  frame([0x08, 0x02], [station, AP, AP], body);
export const dataToAp = (body: ArrayLike<number>, station = STATION): Uint8Array =>
  frame([0x08, 0x01], [AP, station, AP], body);

/** The latest packet numbers, by test file, TK and sender: a fixture has the same ones whichever files ran before. */
const pns = new Map<string, bigint>();
/** The frame under a temporal key, with the next packet number of its sender or that which is given. */
export function under(tk: Uint8Array, mpdu: Uint8Array, keyId = 0, pn?: bigint): Uint8Array {
  const id = `${expect.getState().testPath} ${toHex(tk)} ${toHex(mpdu.subarray(10, 16))}`;
  const next = pn ?? (pns.get(id) ?? 0n) + 1n;
  pns.set(id, next);
  return encryptMpdu(prepareKey(CIPHER, tk), mpdu, next, keyId);
}
export const groupData = (gtk: Uint8Array, keyId = 1): Uint8Array =>
  under(gtk, dataFromAp([...SNAP.slice(0, 6), 8, 0, 1, 2, 3], BROADCAST), keyId);
/** The body of a data frame with IPv4, of no account. */
export const IP_BODY = [...SNAP.slice(0, 6), 8, 0, 1, 2, 3];
/** User data from the station under a PTK. */
export const userData = (ptk: Ptk, station = STATION, pn?: bigint): Uint8Array =>
  under(ptk.tk, dataToAp(IP_BODY, station), 0, pn);
/** User data from the AP under a PTK. */
export const userDataDown = (ptk: Ptk, station = STATION, pn?: bigint): Uint8Array =>
  under(ptk.tk, dataFromAp(IP_BODY, station), 0, pn);

interface KeyFrame {
  readonly info: number;
  readonly counter: number;
  readonly nonce?: Uint8Array;
  readonly keyData?: Uint8Array;
  readonly kck?: Uint8Array;
  readonly station?: Uint8Array;
  readonly keyLength?: number;
  readonly keyRsc?: Uint8Array;
  /** In place of {@link AKM}. */
  readonly akm?: string;
  /** In place of that of RSN. */
  readonly descriptorType?: number;
}

/** The MPDU of an EAPOL-Key frame; its sender follows from the Key Ack bit. */
export function keyFrame(told: KeyFrame): Uint8Array {
  const {
    info,
    counter,
    nonce,
    keyData,
    kck,
    station,
    akm = AKM,
    keyLength = 16,
    descriptorType,
    keyRsc,
  } = told;
  const flag = (bit: number): boolean => (info & (1 << bit)) !== 0;
  const frame = eapolKey({
    ...(descriptorType !== undefined && { descriptorType }),
    keyInformation: {
      reserved: info >> 14,
      smkMessage: flag(13),
      encryptedKeyData: flag(12),
      request: flag(11),
      error: flag(10),
      secure: flag(9),
      keyMic: flag(8),
      keyAck: flag(7),
      install: flag(6),
      keyIndex: (info >> 4) & 3,
      keyType: flag(3) ? 1 : 0,
      keyDescriptorVersion: info & 7,
    },
    keyLength,
    keyReplayCounter: BigInt(counter),
    ...(nonce && { keyNonce: nonce }),
    ...(keyData && { keyData }),
    ...(keyRsc && { keyRsc }),
  });
  const eapol = encodeEapolKey(frame);
  const signed = kck === undefined ? eapol : signEapolKey(micAlgorithmFor(akm, info & 7)!, kck, eapol);
  const body = [...SNAP, ...signed];
  return flag(7) ? dataFromAp(body, station) : dataToAp(body, station);
}

export const gtkKde = (gtk: Uint8Array, keyId = 1): KeyDataItem => ({
  kde: 'GTK',
  keyId,
  tx: false,
  reservedBits: 0,
  reserved: 0,
  gtk,
});

export interface Handshake {
  readonly pmk: Uint8Array;
  /** All 32 octets of each nonce. */
  readonly aNonce: number;
  readonly sNonce: number;
  /** Replay counter of M1; M3 has the next one. */
  readonly counter?: number;
  /** Of M3; null for none. */
  readonly gtk?: Uint8Array | null;
  readonly pmkid?: Uint8Array;
  readonly station?: Uint8Array;
  /** See {@link ofAp}. */
  readonly ap?: Uint8Array;
}

/** The four messages of a handshake in clear, and the PTK. */
export function handshake({
  pmk,
  gtk,
  pmkid,
  station = STATION,
  ap = AP,
  counter = 1,
  ...nonces
}: Handshake) {
  const [aNonce, sNonce] = [key32(nonces.aNonce), key32(nonces.sNonce)];
  const ptk = derivePtk({ akm: AKM, cipher: CIPHER, pmk, aa: ap, spa: station, aNonce, sNonce });
  const wrapped = wrapKeyData(
    { algorithm: 'aes-key-wrap', kek: ptk.kek },
    gtk === null ? RSNE : encodeKeyData([gtkKde(gtk ?? new Uint8Array(16).fill(0x77))]),
  );
  return {
    ptk,
    m1: keyFrame({
      info: 0x008a,
      counter,
      nonce: aNonce,
      station,
      ...(pmkid === undefined ? {} : { keyData: Uint8Array.of(0xdd, 20, 0, 15, 172, 4, ...pmkid) }),
    }),
    m2: keyFrame({ info: 0x010a, counter, nonce: sNonce, keyData: RSNE, kck: ptk.kck, station }),
    m3: keyFrame({
      info: 0x13ca,
      counter: counter + 1,
      nonce: aNonce,
      keyData: wrapped,
      kck: ptk.kck,
      station,
    }),
    m4: keyFrame({ info: 0x030a, counter: counter + 1, kck: ptk.kck, station }),
  };
}

/** The wrapped key data of an M3: items in front of the GTK, and that. */
export const wrappedKeyData = (ptk: Ptk, ...items: readonly KeyDataItem[]): Uint8Array =>
  wrapKeyData(
    { algorithm: 'aes-key-wrap', kek: ptk.kek },
    encodeKeyData([...items, gtkKde(new Uint8Array(16).fill(0x77))]),
  );

/** The frames with the sequence numbers that a sender gives them, from 1. */
export const numbered = (mpdus: readonly Uint8Array[]): Uint8Array[] =>
  mpdus.map((mpdu, i) => {
    const copy = mpdu.slice();
    copy[22] = ((i + 1) << 4) & 0xff;
    copy[23] = (i + 1) >> 4;
    return copy;
  });

/** The frame in clear as if it were of another AP. */
export const ofAp = (ap: Uint8Array, mpdu: Uint8Array): Uint8Array => {
  const copy = mpdu.slice();
  for (const at of [4, 10, 16]) if (toHex(copy.subarray(at, at + 6)) === toHex(AP)) copy.set(ap, at);
  return copy;
};

/** The frame as the MAC sublayer sends it again, with the Retry bit. */
export const sentAgain = (mpdu: Uint8Array): Uint8Array => mpdu.with(1, mpdu[1]! | 0x08);

/** The Ack for a frame of that sender. */
export const ack = (sender: Uint8Array): Uint8Array => Uint8Array.of(0xd4, 0, 0, 0, ...sender);

/** The frame with one bit of its last octet but `behind` flipped. */
export function damaged(mpdu: Uint8Array, behind = 0): Uint8Array {
  const copy = mpdu.slice();
  copy[copy.length - 1 - behind]! ^= 1;
  return copy;
}

/** G1 and G2 under a PTK. */
export function groupHandshake(ptk: Ptk, counter: number, gtk: Uint8Array, keyId = 2, keyLength = 0) {
  const keyData = wrapKeyData(
    { algorithm: 'aes-key-wrap', kek: ptk.kek },
    encodeKeyData([gtkKde(gtk, keyId)]),
  );
  return {
    g1: keyFrame({ info: 0x1382, counter, keyData, kck: ptk.kck, keyLength }),
    g2: keyFrame({ info: 0x0302, counter, kck: ptk.kck }),
  };
}

export const allOf = (h: ReturnType<typeof handshake>): Uint8Array[] => [h.m1, h.m2, h.m3, h.m4];

/** What the validator says of MPDUs; the first is frame 1. */
export function reportOnMpdus(mpdus: Iterable<Uint8Array>, keys: Keys = {}): Report {
  const { packet, report } = validator({ keys, showKeys: true });
  for (const bytes of mpdus)
    packet({ time: 0n, linkType: 105, interface: 0, bytes, originalLength: bytes.length });
  return report();
}

/** Keys by name: `pmks({ A: pmk })`. */
export const pmks = (named: Readonly<Record<string, Uint8Array>>): Keys => ({
  pmks: Object.entries(named).map(([name, pmk]) => ({ name, pmk })),
});

/** `M1 none`, `M2 valid A` … of every session. */
export const mics = ({ sessions }: Report): string[] =>
  sessions.flatMap(s =>
    s.eapolKeyFrames.map(f => `${f.message} ${f.mic}${f.pmk === undefined ? '' : ` ${f.pmk}`}`),
  );

/** `initial 1,2,3,4`, with `-` in front of what is not complete. */
export const runs = ({ sessions }: Report): string[] =>
  sessions.flatMap(s =>
    s.handshakes.map(
      h =>
        `${h.complete ? '' : '-'}${h.kind} ${Object.values(h.frames)
          .flat()
          .map(numberOf)
          .sort((a, b) => a - b)}`,
    ),
  );

export const errors = ({ findings }: Report): string[] =>
  findings.filter(f => f.severity === 'error').map(f => `${f.rule} ${f.frames}`);
