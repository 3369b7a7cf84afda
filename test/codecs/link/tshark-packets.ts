import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pcapWriter } from '../../../src/codecs/capture/pcap-writer.js';
import { fromHex } from '../../../src/codecs/hex.js';
import type { IpAddresses } from '../../../src/codecs/link/checksum.js';
import { encodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { encodeUdp } from '../../../src/codecs/link/udp.js';
import { tshark } from '../../wireshark.js';

/** Link types of the captures. */
export const LINK = { ethernet: 1, rawIp: 101, cookedV1: 113, cookedV2: 276 };

export const ADDRESSES: IpAddresses = { source: fromHex('0a000001'), destination: fromHex('0a000002') };

/** A datagram. */
export const ipv4 = (
  protocol: number,
  payload: Uint8Array,
  options?: Uint8Array,
  addresses = ADDRESSES,
): Uint8Array =>
  encodeIpv4({
    ...addresses,
    dscp: 46,
    ecn: 1,
    identification: 7,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
    timeToLive: 64,
    protocol,
    payload,
    ...(options === undefined ? {} : { options }),
  });

export const udp = (destinationPort: number, payload: Uint8Array, addresses = ADDRESSES): Uint8Array =>
  encodeUdp({ sourcePort: 1024, destinationPort, payload }, addresses);

/** What tshark prints for packets of one link type. */
export function tsharkOf(
  linkType: number,
  packets: readonly Uint8Array[],
  options: readonly string[],
): string {
  const folder = mkdtempSync(join(tmpdir(), 'lwa-rekey-'));
  try {
    const writer = pcapWriter({ linkType });
    const records = packets.map((bytes, i) => writer.packet({ time: BigInt(i), bytes }));
    const file = join(folder, 'packets.pcap');
    writeFileSync(file, Buffer.concat([writer.header(), ...records]));
    return tshark(['-r', file, '-n', ...options]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The values of `fields`, a row a packet. */
export const fieldsOf = (
  linkType: number,
  packets: readonly Uint8Array[],
  fields: readonly string[],
  options: readonly string[] = [],
): string[][] =>
  tsharkOf(linkType, packets, [...options, '-T', 'fields', ...fields.flatMap(field => ['-e', field])])
    .replace(/\n$/, '')
    .split('\n')
    .map(line => line.split('\t'));
