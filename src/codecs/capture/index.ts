export {
  type CaptureOptions,
  type CaptureReader,
  type CaptureSource,
  type CaptureStream,
  captureReader,
  decodeCapture,
  readCapture,
  readCaptureBatches,
} from './capture.js';
export {
  alignClocks,
  type ClockCorrection,
  type ClockSampler,
  type ClockSamples,
  clockSampler,
  corrected,
} from './clock.js';
export { mergeCaptures, type PacketSource } from './merge.js';
export type { ByteOrder, InterfaceOptions, Packet, PacketToWrite } from './packet.js';
export type { PcapHeader, PcapMagic, PcapRecord } from './pcap.js';
export { decodePcap, encodePcap, type PcapFile } from './pcap-reader.js';
export { type PcapOptions, type PcapWriter, pcapWriter } from './pcap-writer.js';
export type {
  Block,
  InterfaceDescriptionBlock,
  OtherBlock,
  PacketBlock,
  SectionHeaderBlock,
  SimplePacketBlock,
} from './pcapng.js';
export { decodeBlocks, encodeBlock } from './pcapng-block.js';
export { type Option, optionText, textOption } from './pcapng-option.js';
export { type PcapngOptions, type PcapngWriter, pcapngWriter } from './pcapng-writer.js';
