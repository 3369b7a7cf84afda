import type { PacketToWrite, PcapngOptions } from '../../../src/codecs/capture/index.js';

export const orders = ['little', 'big'] as const;
const resolutions = ['microseconds', 'nanoseconds'] as const;
export const combinations = orders.flatMap(byteOrder =>
  resolutions.map(resolution => ({ byteOrder, resolution })),
);

export const bytes = Uint8Array.from({ length: 61 }, (_, i) => i);
export const packet: PacketToWrite = { time: 1_700_000_000_123_456_789n, bytes };

export const full: PcapngOptions = {
  hardware: 'simulated',
  os: 'any',
  application: 'lwa-rekey',
  comments: ['a section', 'of two comments'],
  interfaces: [
    { linkType: 127, name: 'wlan0', description: 'the air', comments: ['über'] },
    { linkType: 228, name: 'xw', snapLength: 80, resolution: 'microseconds', fcsLength: 4 },
  ],
};
