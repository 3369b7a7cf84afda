import { objectOf, objectsOf } from '../check.js';
import { concat } from '../concat.js';
import { DecodeError } from '../error.js';
import { requireOctets } from '../is-octets.js';
import type { InterfaceOptions, Packet } from './packet.js';
import {
  cutOffPcapRecord,
  decodePcapHeader,
  decodePcapRecord,
  encodePcapHeader,
  encodePcapRecord,
  PCAP_HEADER_LENGTH,
  PCAP_RECORD_HEADER_LENGTH,
  type PcapHeader,
  type PcapRecord,
  pcapFcsLength,
  pcapHeaderLength,
  pcapMagicOf,
} from './pcap.js';
import { type PcapVariant, pcapVariant } from './pcap-variant.js';
import { type Sink, type UnitReader, unitSink } from './units.js';

/** Takes the parts of a pcap file as they are read. */
interface PcapConsumer {
  /** Called once, before the first record. */
  start(header: PcapHeader, variant: PcapVariant): void;
  /** @param offset of the record, from the start of the file */
  record(record: PcapRecord, index: number, offset: number): void;
}

/** Reads the file header, as much of what follows as it takes to know the variant, and then the records. */
function pcapUnits(consumer: PcapConsumer): UnitReader {
  let header: PcapHeader | undefined;
  let variant: PcapVariant | undefined;
  let index = 0;
  let needed = PCAP_HEADER_LENGTH;

  /** Reads the header at `from`, if it is whole; returns where the records start. */
  const readHeader = (bytes: Uint8Array, from: number): number => {
    const head = bytes.subarray(from);
    if (head.length < needed) return from;
    const magic = pcapMagicOf(head)?.magic;
    if (magic !== undefined) needed = pcapHeaderLength(magic);
    if (head.length < needed) return from;
    header = decodePcapHeader(head);
    const end = from + needed;
    needed = PCAP_RECORD_HEADER_LENGTH;
    return end;
  };

  const readVariant = (header: PcapHeader, records: Uint8Array, ended: boolean): void => {
    const found = pcapVariant(header, records, ended);
    if (typeof found === 'number') needed = found;
    else {
      variant = found;
      consumer.start(header, variant);
    }
  };

  const readRecords = (
    { layout }: PcapVariant,
    bytes: Uint8Array,
    view: DataView,
    from: number,
    base: number,
  ): number => {
    const headerLength = PCAP_RECORD_HEADER_LENGTH + layout.extraLength;
    let at = from;
    for (;;) {
      const record = decodePcapRecord(bytes, view, at, layout, index, base);
      if (typeof record === 'number') {
        needed = record;
        return at;
      }
      consumer.record(record, index, base + at);
      index++;
      at += headerLength + record.bytes.length;
    }
  };

  return {
    get needed() {
      return needed;
    },
    read: (bytes, view, from, base) => {
      const at = header === undefined ? readHeader(bytes, from) : from;
      if (header === undefined) return at;
      if (variant === undefined) readVariant(header, bytes.subarray(at), false);
      return variant === undefined ? at : readRecords(variant, bytes, view, at, base);
    },
    end: (bytes, view, base) => {
      if (header === undefined)
        throw new DecodeError({
          code: 'truncated',
          format: 'pcap',
          path: 'pcap.header',
          offset: base,
          required: needed,
          available: bytes.length,
        });
      if (variant === undefined) readVariant(header, bytes, true);
      const at = readRecords(variant!, bytes, view, 0, base);
      if (at < bytes.length)
        throw cutOffPcapRecord(bytes.subarray(at), variant!.layout, needed, index, base + at);
    },
  };
}

/** Reads the packets of a pcap file, and what its header says of their interface. */
export function pcapSink(
  onPacket: (packet: Packet) => void,
  onInterface: (described: InterfaceOptions) => void,
): Sink {
  let linkType = 0;
  let fcsLength: number | undefined;
  let padding = 0;
  let nanosecondsPerUnit = 1;
  // Successive packets mostly share their second, and making a bigint is what takes the time here.
  let second = 0;
  let secondTime = 0n;

  return unitSink(
    pcapUnits({
      start: (header, variant) => {
        fcsLength = pcapFcsLength(header);
        ({ linkType, padding } = variant);
        nanosecondsPerUnit = variant.nanoseconds ? 1 : 1000;
        onInterface({
          linkType,
          snapLength: header.snapLength,
          resolution: variant.nanoseconds ? 'nanoseconds' : 'microseconds',
          fcsLength,
        });
      },
      record: (record, index, offset) => {
        const { seconds, bytes } = record;
        if (bytes.length < padding)
          throw new DecodeError({
            code: 'length',
            format: 'pcap',
            path: `pcap.record[${index}].bytes`,
            offset: offset + PCAP_RECORD_HEADER_LENGTH,
            required: padding,
            available: bytes.length,
          });
        if (seconds !== second) {
          second = seconds;
          secondTime = BigInt(seconds) * 1_000_000_000n;
        }
        onPacket({
          time: secondTime + BigInt(record.fraction * nanosecondsPerUnit),
          linkType,
          interface: 0,
          bytes: padding === 0 ? bytes : bytes.subarray(padding),
          originalLength: record.originalLength - padding,
          fcsLength,
          comments: undefined,
          frame: index + 1,
        });
      },
    }),
  );
}

/** A pcap file, field by field. */
export interface PcapFile {
  readonly header: PcapHeader;
  readonly records: readonly PcapRecord[];
}

/**
 * Reads a whole pcap file without loss: {@link encodePcap} gives the same octets again.
 * @throws DecodeError where the file is damaged
 */
export function decodePcap(bytes: Uint8Array): PcapFile {
  requireOctets(bytes);
  const records: PcapRecord[] = [];
  let header: PcapHeader | undefined;
  const sink = unitSink(
    pcapUnits({
      start: found => {
        header = found;
      },
      record: record => records.push(record),
    }),
  );
  sink.push(bytes);
  sink.end();
  return { header: header!, records };
}

/**
 * The octets of a pcap file.
 * @throws EncodeError for a field that does not fit
 */
export function encodePcap(file: PcapFile): Uint8Array<ArrayBuffer> {
  const { header, records } = objectOf(file, 'pcap');
  const octets = [encodePcapHeader(header)];
  for (const record of objectsOf(records, 'pcap.records'))
    octets.push(encodePcapRecord(record, header.byteOrder));
  return concat(octets);
}
