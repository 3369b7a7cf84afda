import { describe, expect, it } from 'vitest';
import { decodeEapolKey, type EapolKey } from '../../src/codecs/dot11/eapol-key.js';
import { decodeDot11 } from '../../src/codecs/dot11/frame.js';
import {
  ADDRESS_1,
  ADDRESS_2,
  addressAt,
  isProtected,
  SEQUENCE_CONTROL,
} from '../../src/codecs/dot11/header.js';
import { formatMac, isGroupAddress } from '../../src/codecs/dot11/mac.js';
import { dot11Of } from '../../src/codecs/dot11/physical.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { get16le } from '../../src/codecs/layout/octets.js';
import { payloadOf } from '../../src/flows/wlan/frames.js';
import { createTemporalKey } from '../../src/flows/wlan/temporal-key.js';
import { manifestOf, packetsOf, reportOn } from '../manifest.js';
import { type Played, play } from './play.js';

/** What happens to one station: what it is, in words that hold for any capture, and when. */
interface Event {
  readonly what: string;
  /** Seconds. */
  readonly at: number;
  /** Of an EAPOL-Key frame. */
  readonly sequenceNumber?: number;
}

type Capture = Pick<Played, 'packets' | 'report'>;

/** Where the key information is in an EAPOL-Key frame (IEEE 802.11-2020, 12.7.2). */
const KEY_INFORMATION = 5;
/** Octets of KCK and KEK with 00-0F-AC:2; the TK follows them. */
const KCK_AND_KEK = 32;

/**
 * Management frames between access point and station but those of a scan, and EAPOL-Key frames: which message, in clear or
 * protected, its key information, key length, replay counter and protocol version, whether its nonce was seen before, and under
 * which PMK its MIC is right.
 * @param pmks what to call the PMKs
 */
function eventsOf({ packets, report }: Capture, pmks: Readonly<Record<string, string>>): readonly Event[] {
  const session = report.sessions[0]!;
  const eapol = new Map(session.eapolKeyFrames.map(f => [Number(f.frame), f]));
  const tks = session.keys.flatMap(({ kind, hex }) =>
    kind === 'ptk' ? [fromHex(hex!).subarray(KCK_AND_KEK)] : [],
  );
  const nonces: string[] = [];

  const keyFrameIn = (mpdu: Uint8Array): Uint8Array => {
    // Each time a key of its own, so that no packet number counts as a replay.
    const clear = isProtected(mpdu)
      ? tks.map(tk => createTemporalKey('00-0F-AC:4', tk).open(mpdu)).find(opened => opened !== undefined)
      : mpdu;
    return payloadOf(clear!)!.payload;
  };
  const nonceOf = ({ keyNonce }: EapolKey): string => {
    const hex = toHex(keyNonce);
    if (/^0*$/.test(hex)) return 'no nonce';
    if (!nonces.includes(hex)) nonces.push(hex);
    return `nonce ${nonces.indexOf(hex) + 1}`;
  };

  return packets.flatMap(({ linkType, bytes, time }, i) => {
    const mpdu = linkType === 1 || linkType === 101 ? undefined : dot11Of({ linkType, bytes }).mpdu;
    if (mpdu === undefined || mpdu.length < 24) return [];
    const [to, from] = [addressAt(mpdu, ADDRESS_1), addressAt(mpdu, ADDRESS_2)];
    const isOurs = [to, from].every(one => [session.ap, session.station].includes(formatMac(one)));
    if (isGroupAddress(to) || !isOurs) return [];
    const at = Number(time - packets[0]!.time) / 1e9;
    const frame = eapol.get(i + 1);
    if (frame !== undefined) {
      const octets = keyFrameIn(mpdu);
      const key = decodeEapolKey(octets);
      const { message, replayCounter, mic, pmk } = frame;
      const words = [
        message,
        frame.protected ? 'protected' : 'clear',
        `version ${key.protocolVersion}`,
        toHex(octets.subarray(KEY_INFORMATION, KEY_INFORMATION + 2)),
        `key length ${key.keyLength}`,
        `counter ${replayCounter}`,
        nonceOf(key),
        `MIC ${mic}${pmk === undefined ? '' : ` under ${pmks[pmk]}`}`,
      ];
      return [{ what: words.join(', '), at, sequenceNumber: get16le(mpdu, SEQUENCE_CONTROL) >> 4 }];
    }
    const management = decodeDot11(mpdu);
    const side = formatMac(from) === session.ap ? 'AP' : 'station';
    switch (management.kind) {
      case 'authentication':
        return [{ what: `authentication ${management.transaction} status ${management.statusCode}`, at }];
      case 'association-request':
      case 'reassociation-request':
        return [{ what: management.kind, at }];
      case 'association-response':
      case 'reassociation-response':
        return [{ what: `${management.kind} status ${management.statusCode}`, at }];
      case 'deauthentication':
        return [{ what: `deauthentication by the ${side}, reason ${management.reasonCode}`, at }];
      default:
        return [];
    }
  });
}

const reference = (folder: string, file: string): Capture => {
  const capture = manifestOf(folder).find(one => one.file === file)!;
  const packets = packetsOf(`${folder}/${file}`);
  return { packets, report: reportOn(packets, capture) };
};

/**
 * Seconds by which a gap between two events may differ: a host's scheduling; and in the pauses behind a wrong key,
 * which wpa_supplicant counts in whole seconds, one.
 */
const tolerance = (gap: number): number => (gap < 5 ? 0.1 : 1);

/** Compares the first `count` events: what they are one by one, and the time from each to the next. */
function expectAlike(ours: readonly Event[], theirs: readonly Event[], count: number): void {
  expect(ours.slice(0, count).map(event => event.what)).toEqual(
    theirs.slice(0, count).map(event => event.what),
  );
  expect(theirs.length).toBeGreaterThanOrEqual(count);
  for (let i = 1; i < count; i++) {
    const gap = theirs[i]!.at - theirs[i - 1]!.at;
    const difference = Math.abs(ours[i]!.at - ours[i - 1]!.at - gap);
    expect(difference, `${i}: ${theirs[i]!.what} after ${gap} s`).toBeLessThan(tolerance(gap));
  }
}

const ASSOCIATION = 4;
const HANDSHAKE = 4;
const TRIES = 4;

describe('simulated peers do what hostapd and wpa_supplicant do in the same situation', () => {
  it('first association: capture a', () => {
    expectAlike(
      eventsOf(play('wlan-initial', { dataIntervalMs: 0 }), { 'S-KWT #1': 'the PMK' }),
      eventsOf(reference('captures', 'a-wpa2-psk-ccmp-initial.pcap'), { PMK1: 'the PMK' }),
      ASSOCIATION + HANDSHAKE,
    );
  });

  it('re-key within the association, M1 to M3 protected, M4 in clear: capture b', () => {
    const ours = play('wlan-rekey', { rekeyAfterMs: 8000, durationMs: 9000, dataIntervalMs: 0 });
    expectAlike(
      eventsOf(ours, { 'S-KWT #1': 'the PMK', 'S-KWT #2': 'the PMK' }),
      eventsOf(reference('captures', 'b-wpa2-psk-ccmp-ptk-rekey.pcap'), { PMK1: 'the PMK' }),
      ASSOCIATION + 2 * HANDSHAKE,
    );
  });

  it('wrong PMK: 4 tries 1.0 s apart, reason 15, pauses of 10 s and 20 s: capture d', () => {
    const ours = play('wlan-initial', { ueWtCounter: 7, durationMs: 45_000 });
    const theirs = eventsOf(reference('captures', 'd-wpa2-psk-wrong-psk.pcap'), {
      PMK_STA: "the station's",
      PMK_AP: "the AP's",
    });
    expectAlike(
      eventsOf(ours, { 'S-KWT #1': "the station's", 'S-KWT #2': "the AP's" }),
      theirs,
      3 * (ASSOCIATION + 2 * TRIES + 1),
    );
  });

  it('option 1: 4 tries within the association, reason 15, the same again with the old PMK, 10 s, then the new: capture e2', () => {
    const ours = play('rekey-option-1-mic', {
      stimulusAfterMs: 2870,
      rrcAfterWtMs: 12_000,
      durationMs: 24_000,
      dataIntervalMs: 100,
    });
    const theirs = reference('captures', 'e2-pmk-change-opt1-ap-first-set-wpa-psk-rekey-cmd.pcap');
    const ourEvents = eventsOf(ours, { 'S-KWT #1': 'the old', 'S-KWT #2': 'the new' });
    const theirEvents = eventsOf(theirs, { PMK1: 'the old', PMK2: 'the new' });
    const before = ASSOCIATION + HANDSHAKE;
    const all = before + 2 * TRIES + 1 + ASSOCIATION + 2 * TRIES + 1 + ASSOCIATION + HANDSHAKE;
    expectAlike(ourEvents, theirEvents, all);
    // QoS frames are numbered by TID, in each association from 0 on.
    const numbersIn = (events: readonly Event[]) => events.slice(0, all).map(event => event.sequenceNumber);
    expect(numbersIn(ourEvents)).toEqual(numbersIn(theirEvents));
    // User data goes on under the old key in the meantime.
    for (const [{ packets }, events] of [
      [ours, ourEvents],
      [theirs, theirEvents],
    ] as const) {
      const [from, to] = [events[before]!.at, events[before + 2 * TRIES]!.at];
      const isDataBetween = ({ linkType, bytes, time }: (typeof packets)[number]): boolean => {
        const at = Number(time - packets[0]!.time) / 1e9;
        const mpdu = linkType === 1 || linkType === 101 ? undefined : dot11Of({ linkType, bytes }).mpdu;
        return at > from && at < to && mpdu !== undefined && mpdu.length > 24 && isProtected(mpdu);
      };
      expect(packets.filter(isDataBetween).length).toBeGreaterThan(2 * TRIES);
    }
  });

  it('reassociation to the same BSS: capture reassoc-same-bss', () => {
    expectAlike(
      eventsOf(play('rekey-ue-initiated'), { 'S-KWT #1': 'the PMK', 'S-KWT #2': 'the PMK' }),
      eventsOf(reference('captures/lab', 'reassoc-same-bss.pcap'), { PMK1: 'the PMK' }),
      ASSOCIATION + HANDSHAKE + 1 + ASSOCIATION + HANDSHAKE,
    );
  });

  it('group key handshake: capture group-rekey-strict', () => {
    const ours = play('group-rekey', { stimulusAfterMs: 5410, durationMs: 6000, dataIntervalMs: 0 });
    expectAlike(
      eventsOf(ours, { 'S-KWT #1': 'the PMK' }),
      eventsOf(reference('captures/lab', 'group-rekey-strict.pcap'), { PMK1: 'the PMK' }),
      ASSOCIATION + HANDSHAKE + 2,
    );
  });
});
