import { expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { GSMTAP_PORT } from '../../../src/codecs/link/gsmtap.js';
import { decodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { decodeUdp } from '../../../src/codecs/link/udp.js';
import { validate } from '../../../src/validate/index.js';
import { captureOf, RADIOTAP } from './capture.js';

/** Whose RRC over GSMTAP is, where UEs tell their WLAN addresses with their capabilities. */

const XW = 1;
const UU = 101;
const asked = { capabilities: 'asked' } as const;

/** The number of the UE that a packet on Uu is of, as its address ends with it, as its station's does; 0 for another packet. */
const numberOf = ({ linkType, bytes }: Packet): number => {
  if (linkType !== UU) return 0;
  const { source, destination, payload } = decodeIpv4(bytes);
  const { sourcePort } = decodeUdp(payload);
  if (sourcePort !== GSMTAP_PORT) return 0;
  return (source[1] === 255 ? destination : source).at(-1)!;
};

/** Whether a frame is of the station of this UE: address 1 or 2 in its header ends as that does. */
const isOf = ({ bytes }: Packet, number: number): boolean =>
  [4, 10].some(at => {
    const address = bytes.subarray(bytes[2]! + at, bytes[2]! + at + 6);
    return address[1] === 0x55 && address[5] === number;
  });

/** Of each station, the UEs whose RRC it is told to have, and how many messages these are. */
async function shownIn(packets: readonly Packet[]): Promise<readonly (readonly unknown[])[]> {
  const of = new Map(packets.map(packet => [packet.frame, numberOf(packet)]));
  const { sessions } = await validate(packets).report();
  return sessions
    .filter(({ rrc = [] }) => rrc.length > 0)
    .map(({ station = '-', rrc = [] }) => [
      station.slice(-2),
      [...new Set(rrc.map(({ frame }) => of.get(Number(frame))))],
      rrc.length,
    ])
    .sort();
}

const rekey = captureOf('rekey-option-2', { ues: 3, ...asked }).packets;
const each = (messages: number) => [1, 2, 3].map(number => [`0${number}`, [number], messages]);

it('is told where Xw was not captured', async () => {
  const packets = rekey.filter(({ linkType }) => linkType !== XW);
  expect(await shownIn(packets)).toEqual(each(10));
  // Nothing else tells it.
  const stored = captureOf('rekey-option-2', { ues: 3 }).packets.filter(({ linkType }) => linkType !== XW);
  expect(await shownIn(stored)).toEqual([1, 2, 3].map(number => ['-', [number], 8]));
});

it('is told by Xw alone', async () => {
  expect(await shownIn(rekey.filter(({ linkType }) => linkType !== RADIOTAP))).toEqual(each(10));
});

it('is told without Xw and WLAN, as far as it goes', async () => {
  expect(await shownIn(rekey.filter(({ linkType }) => linkType === UU))).toEqual(each(10));
});

it('is told behind an association, too', async () => {
  const last = rekey.at(-1)!.time;
  const later = rekey.map(packet =>
    packet.linkType === UU ? { ...packet, time: packet.time + (last - rekey[0]!.time) } : packet,
  );
  const packets = later.filter(({ linkType }) => linkType !== XW).sort((a, b) => Number(a.time - b.time));
  expect(await shownIn(packets)).toEqual(each(10));
});

it.each([1, 2, 3, 4])(
  'is told for each message where packets are lost and come in another order, seed %i',
  async seed => {
    const { packets } = captureOf('lossy', { ues: 5, ...asked }, seed);
    const shown = await shownIn(packets);
    expect(shown.map(([station, numbers]) => [station, numbers])).toEqual(
      [1, 2, 3, 4, 5].map(number => [`0${number}`, [number]]),
    );
    const uplink = packets.filter(packet => numberOf(packet) !== 0);
    expect(shown.reduce((sum, [, , messages]) => sum + Number(messages), 0)).toBe(uplink.length);
  },
);

it('is not that of the only station in the capture, where it names another', async () => {
  const other = rekey.filter(
    packet =>
      (packet.linkType === UU && numberOf(packet) === 1) || (packet.linkType === RADIOTAP && isOf(packet, 2)),
  );
  expect(await shownIn(other)).toEqual([['01', [1], 10]]);
  const { sessions } = await validate(other).report();
  expect(sessions.map(({ ap, station }) => [ap !== undefined, station?.slice(-2)])).toEqual([
    [true, '02'],
    [false, '01'],
  ]);
});
