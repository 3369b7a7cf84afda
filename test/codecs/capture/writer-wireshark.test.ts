import { expect, it } from 'vitest';
import { pcapngWriter, pcapWriter } from '../../../src/codecs/capture/index.js';
import { capinfos, tshark, wireshark } from '../../wireshark.js';
import { concat, fixture, ownFrames, pcapNames, readIn, temporary, tsharkFrames } from './files.js';
import { combinations, full, orders, packet } from './to-write.js';

wireshark.describe('Wireshark on what the writers write', () => {
  const source = readIn(fixture(pcapNames[0]!)).packets;

  it.each(combinations)('reads pcap, $byteOrder-endian, $resolution', options => {
    const writer = pcapWriter({ linkType: 127, ...options });
    const file = concat(writer.header(), ...source.map(p => writer.packet(p)));
    const path = temporary(`written-${options.byteOrder}-${options.resolution}.pcap`, file);
    expect(tsharkFrames(path)).toEqual(ownFrames(source));
    const info = capinfos(['-T', '-r', '-c', '-t', '-E', path]).trim().split('\t');
    expect(info.slice(1)).toEqual([
      options.resolution === 'nanoseconds' ? 'nsecpcap' : 'pcap',
      'ieee-802-11-radiotap',
      `${source.length}`,
    ]);
  });

  it.each(orders)('reads pcapng, %s-endian, with all that can be said', byteOrder => {
    const writer = pcapngWriter({ ...full, byteOrder });
    const file = concat(
      writer.header(),
      ...source.map((p, i) => writer.packet(i === 4 ? { ...p, comments: ['first', 'second, ünïcode'] } : p)),
      writer.packet({ ...packet, interface: 1, fcsLength: 4 }),
    );
    const path = temporary(`written-${byteOrder}.pcapng`, file);
    expect(tsharkFrames(path)).toEqual(ownFrames(readIn(file).packets));
    const fields = ['frame.number', 'frame.comment', 'frame.interface_name', 'frame.interface_description'];
    const shown = tshark(['-r', path, '-T', 'fields', ...fields.flatMap(f => ['-e', f])]).split('\n');
    expect(shown[4]).toBe('5\tfirst,second, ünïcode\twlan0\tthe air');
    expect(shown.at(-2)).toBe(`${source.length + 1}\t\txw\t`);
    const info = capinfos([path]);
    for (const line of [
      'File type:           Wireshark/... - pcapng',
      'Capture oper-sys:    any',
      'Capture application: lwa-rekey',
      'Capture comment:     a section',
      'Capture comment:     of two comments',
      'Number of interfaces in file: 2',
    ])
      expect(info).toContain(line);
  });
});
