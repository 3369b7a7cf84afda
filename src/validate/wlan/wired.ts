import { DESCRIPTOR_TYPE, type EapolKey } from '../../codecs/dot11/eapol-key.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { messageOf } from '../../crypto/handshake.js';
import type { At } from '../at.js';
import type { Tracked } from '../session.js';
import { restart } from './management.js';
import { readEapolKey } from './read-eapol-key.js';

/** An Ethernet frame begins with the address that it goes to; behind that is the one that it comes from. */
const TO = 0;
const FROM = 6;
/** Octets of an EAPOL header, and where it has the length of the body. */
const HEADER = 4;
const LENGTH = 2;

/** Those of 802.11; others are of keys for wired ports. */
const DESCRIPTORS: readonly number[] = [DESCRIPTOR_TYPE.rsn, DESCRIPTOR_TYPE.wpa];

/** An EAPOL-Key frame as a host has it, without the 802.11 header that it goes over the air with. */
export interface WiredEapolKey {
  /** The EAPOL frame, without what pads it. */
  readonly eapol: Uint8Array;
  readonly key: EapolKey;
  /** Offsets of the addresses in the Ethernet frame. */
  readonly ap: typeof TO | typeof FROM;
  readonly station: typeof TO | typeof FROM;
}

/**
 * The EAPOL-Key frame that EAPOL at the beginning of `bytes` is, without what pads it; nothing for other EAPOL, as that of wired
 * ports.
 */
export function hostEapolKey(bytes: Uint8Array): { eapol: Uint8Array; key: EapolKey } | undefined {
  const length = (bytes[LENGTH]! << 8) | bytes[LENGTH + 1]!;
  const eapol = bytes.subarray(0, HEADER + length);
  const key = readEapolKey(eapol);
  return key === undefined || !DESCRIPTORS.includes(key.descriptorType) ? undefined : { eapol, key };
}

/**
 * The EAPOL-Key frame in an Ethernet frame; nothing for other EAPOL, and for what goes to a group. Key Ack tells which end is the
 * AP: it sets it, in what it wants an answer to, and nobody else does (IEEE 802.11-2020, 12.7.2).
 * @param start where EAPOL begins
 */
export function wiredEapolKey(bytes: Uint8Array, start: number): WiredEapolKey | undefined {
  if (((bytes[TO]! | bytes[FROM]!) & 1) === 1) return undefined;
  const found = hostEapolKey(bytes.subarray(start));
  if (found === undefined) return undefined;
  return found.key.keyInformation.keyAck
    ? { ...found, ap: FROM, station: TO }
    : { ...found, ap: TO, station: FROM };
}

/**
 * Begins a new association where an M1 shows that there is one: with another ANonce, it has a replay counter that the AP used
 * before, where it counts on for as long as an association lasts (12.7.2 d). Ethernet does not show how associations begin.
 */
export function restartUnseen(session: Tracked, key: EapolKey, at: At): void {
  const { pairwise, group } = session.latest;
  const highest = [pairwise, group].map(run => run?.highestCounter ?? -1n);
  const isUsed = highest.some(counter => counter >= key.keyReplayCounter);
  if (messageOf(key) !== 'M1' || !isUsed || sameOctets(pairwise?.aNonce, key.keyNonce)) return;
  restart(session, undefined, at);
}
