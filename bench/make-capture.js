import { closeSync, openSync, writeSync } from 'node:fs';
import { pcapWriter } from '../dist/codecs/index.js';

/** LINKTYPE_IEEE802_11: frames without any header in front. */
const PLAIN_80211 = 105;
const STATIONS = 40;
const EAPOL_EVERY = 5000;

const mac = (n, kind) => [0x02, kind, 0x10, 0, 0, n];
const AP = mac(1, 0xaa);

/** A frame of `length` octets: a protected QoS data frame one way or the other, its content of no account. */
function dataFrame(station, toAp, sequence, length) {
  const bytes = new Uint8Array(length);
  const [to, from] = toAp ? [AP, mac(station, 0xbb)] : [mac(station, 0xbb), AP];
  bytes.set([
    0x88,
    0x40 | (toAp ? 1 : 2),
    0x30,
    0,
    ...to,
    ...from,
    ...AP,
    (sequence << 4) & 255,
    (sequence >> 4) & 255,
    0,
    0,
  ]);
  for (let i = 26; i < length; i++) bytes[i] = (i * 37 + sequence) & 255;
  return bytes;
}

/** An M1 in clear. */
function eapolFrame(station, counter) {
  const head = [
    0x08,
    2,
    0x30,
    0,
    ...mac(station, 0xbb),
    ...AP,
    ...AP,
    0,
    0,
    0xaa,
    0xaa,
    3,
    0,
    0,
    0,
    0x88,
    0x8e,
  ];
  const bytes = new Uint8Array(head.length + 99);
  bytes.set(head);
  bytes.set([2, 3, 0, 95, 2, 0, 0x8a, 0, 16], head.length);
  new DataView(bytes.buffer).setBigUint64(head.length + 9, BigInt(counter));
  bytes.fill(counter & 255, head.length + 17, head.length + 49);
  return bytes;
}

/**
 * Writes a plain 802.11 capture of about `octets` octets in frames of some 50, one in 5000 of them EAPOL-Key.
 * @returns how many frames it has, and how many of them are EAPOL-Key
 */
export function makeCapture(path, octets) {
  const writer = pcapWriter({ linkType: PLAIN_80211, resolution: 'microseconds' });
  const file = openSync(path, 'w');
  let written = writeSync(file, writer.header());
  let frames = 0;
  let eapol = 0;
  while (written < octets) {
    const parts = [];
    for (let i = 0; i < 10_000; i++, frames++) {
      const station = frames % STATIONS;
      const isEapol = frames % EAPOL_EVERY === 0;
      const bytes = isEapol
        ? eapolFrame(station, ++eapol)
        : dataFrame(station, frames % 2 === 0, frames, 40 + (frames % 21));
      parts.push(writer.packet({ time: 1_700_000_000_000_000_000n + BigInt(frames) * 100_000n, bytes }));
    }
    written += writeSync(file, Buffer.concat(parts));
  }
  closeSync(file);
  return { frames, eapol };
}
