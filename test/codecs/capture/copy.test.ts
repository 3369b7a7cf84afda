import { describe, expect, it } from 'vitest';
import {
  captureReader,
  decodeBlocks,
  decodeCapture,
  type InterfaceOptions,
  type Packet,
  pcapngWriter,
} from '../../../src/codecs/capture/index.js';
import { concat, fixture, pcapNames, pcapngNames } from './files.js';

describe('a copy of a capture', () => {
  const copyOf = (file: Uint8Array): Uint8Array => {
    const writer = pcapngWriter();
    const parts = [writer.header()];
    const onInterface = (one: InterfaceOptions): unknown => parts.push(writer.addInterface(one));
    const reader = captureReader(one => parts.push(writer.packet(one)), { onInterface });
    reader.push(file);
    reader.end();
    return concat(...parts);
  };
  const all = (file: Uint8Array): { interfaces: InterfaceOptions[]; packets: Packet[] } => {
    const interfaces: InterfaceOptions[] = [];
    return { packets: decodeCapture(file, { onInterface: one => interfaces.push(one) }), interfaces };
  };

  it.each([...pcapNames, ...pcapngNames])('has the packets and interfaces of %s', name => {
    const file = fixture(name);
    const copied = all(copyOf(file));
    const packets = all(file).packets.map((one, i) => ({ ...one, frame: i + 1 }));
    expect(copied.packets).toEqual(packets);
    expect(copied.interfaces).toEqual(all(file).interfaces);
    const blocks = name.endsWith('.pcap') ? [] : decodeBlocks(file);
    const described = name.endsWith('.pcap') ? 1 : blocks.filter(({ type }) => type === 'IDB').length;
    expect(copied.interfaces).toHaveLength(described);
  });
});
