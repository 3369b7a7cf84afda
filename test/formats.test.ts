import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatHelp } from '../src/cli/formats.js';
import type {
  Block,
  DeepAmsdu,
  DeepEapolKey,
  DeepMsdu,
  Dot11Frame,
  Element,
  GtpMessage,
  Kde,
  PdcpDrb,
  PdcpLteTagName,
  SctpChunk,
} from '../src/codecs/index.js';
import * as codecs from '../src/codecs/index.js';
import type { DLDCCHMessage, ULDCCHMessage } from '../src/codecs/rrc/index.js';
import * as rrc from '../src/codecs/rrc/index.js';
import type { XwAPPDU } from '../src/codecs/xwap/index.js';
import * as xwap from '../src/codecs/xwap/index.js';

/** The rows of the table of formats in docs/library.md: in each cell what stands between backticks. */
const rows = readFileSync('docs/library.md', 'utf8')
  .split('\n')
  .map(line => line.split('|').map(namesIn))
  .flatMap(([, format = [], functions = [], word = [], values = []]) =>
    functions[0]?.startsWith('decode') === true ? [{ format, functions, word, values }] : [],
  );

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
}

/** What is in the table, of which the compiler says whether a name is missing or one too many. */
const all = <N extends string>(names: Record<N, true>): string[] => Object.keys(names);

/** The names of messages that are decoded: the others have no values. */
type Decoded<M> = M extends { choice: infer N extends string; value: infer V }
  ? [V] extends [never]
    ? never
    : N
  : never;
type ValueOf<M, N> = M extends { choice: N; value: infer V } ? V : never;
type Extension = ValueOf<ULDCCHMessage['message'], 'messageClassExtension'>;

/** By decoder, and by the member of its value that tells variants apart. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  'decodeDot11 kind': all<Dot11Frame['kind']>({
    beacon: true,
    'probe-request': true,
    'probe-response': true,
    authentication: true,
    'association-request': true,
    'association-response': true,
    'reassociation-request': true,
    'reassociation-response': true,
    disassociation: true,
    deauthentication: true,
    action: true,
    'action-no-ack': true,
    atim: true,
    'protected-management': true,
    'management-fragment': true,
    management: true,
    ack: true,
    cts: true,
    rts: true,
    'ps-poll': true,
    'cf-end': true,
    'block-ack-request': true,
    'block-ack': true,
    control: true,
    data: true,
    null: true,
    extension: true,
  }),
  'decodeDot11Deep payload.kind': all<DeepMsdu['kind'] | DeepAmsdu['kind']>({ llc: true, 'a-msdu': true }),
  'decodeDot11Deep payload.payload.kind': all<
    DeepEapolKey['kind'] | Extract<DeepMsdu['payload'], { kind: 'eapol' }>['kind']
  >({ 'eapol-key': true, eapol: true }),
  'decodeElements [].element': all<Element['element']>({
    SSID: true,
    'Supported Rates': true,
    'DS Parameter Set': true,
    RSN: true,
    'Mobility Domain': true,
    'Fast BSS Transition': true,
    'Timeout Interval': true,
    'Management MIC': true,
    RSNX: true,
    'Vendor Specific': true,
    'Multi-Link': true,
    WPA: true,
    unknown: true,
  }),
  'decodeKeyData [].kde': all<Kde['kde']>({
    GTK: true,
    'MAC address': true,
    PMKID: true,
    Lifetime: true,
    IGTK: true,
    'Key ID': true,
    OCI: true,
    BIGTK: true,
    'MLO GTK': true,
    'MLO IGTK': true,
    'MLO BIGTK': true,
    'MLO Link': true,
    unknown: true,
    padding: true,
  }),
  'decodeXwap choice': all<XwAPPDU['choice'] & string>({
    initiatingMessage: true,
    successfulOutcome: true,
    unsuccessfulOutcome: true,
  }),
  'decodeDlDcch message.value.choice': all<
    Exclude<Decoded<ValueOf<DLDCCHMessage['message'], 'c1'>>, 'spare1' | 'spare2'>
  >({
    rrcConnectionReconfiguration: true,
    rrcConnectionRelease: true,
    securityModeCommand: true,
    ueCapabilityEnquiry: true,
  }),
  'decodeUlDcch message.value.choice': all<Decoded<ValueOf<ULDCCHMessage['message'], 'c1'>>>({
    measurementReport: true,
    rrcConnectionReconfigurationComplete: true,
    securityModeComplete: true,
    securityModeFailure: true,
    ueCapabilityInformation: true,
  }),
  'decodeUlDcch message.value.value.choice': all<Decoded<ValueOf<Extension, 'c2'>>>({
    'wlanConnectionStatusReport-r13': true,
  }),
  'decodePdcpDrb pdu': all<PdcpDrb['pdu']>({
    data: true,
    statusReport: true,
    rohcFeedback: true,
    lwaStatusReport: true,
    lwaEndMarker: true,
    otherControl: true,
  }),
  'decodeSctp chunks[].chunk': all<SctpChunk['chunk']>({
    DATA: true,
    INIT: true,
    'INIT ACK': true,
    SACK: true,
    HEARTBEAT: true,
    'HEARTBEAT ACK': true,
    ABORT: true,
    SHUTDOWN: true,
    'SHUTDOWN ACK': true,
    ERROR: true,
    'COOKIE ECHO': true,
    'COOKIE ACK': true,
    'SHUTDOWN COMPLETE': true,
    unknown: true,
  }),
  'decodeGtpU content.message': all<GtpMessage['message']>({
    gPdu: true,
    echoRequest: true,
    echoResponse: true,
    errorIndication: true,
    supportedExtensionHeadersNotification: true,
    endMarker: true,
    unknown: true,
  }),
  'decodePdcpLteFraming tags[].tag': all<PdcpLteTagName>({
    sequenceNumberLength: true,
    direction: true,
    logicalChannelType: true,
    bcchTransport: true,
    rohcIpVersion: true,
    rohcCidInclusion: true,
    rohcLargeCid: true,
    rohcMode: true,
    rohcRnd: true,
    rohcUdpChecksum: true,
    rohcProfile: true,
    channelId: true,
    ueId: true,
  }),
  'decodeBlocks [].type': all<Block['type']>({
    SHB: true,
    IDB: true,
    EPB: true,
    PB: true,
    SPB: true,
    other: true,
  }),
};

it('docs/library.md has each pair of functions, and what tells its variants apart', () => {
  const listed = Object.fromEntries(
    rows.flatMap(({ functions, word, values }) =>
      word.length === 0 ? [] : [[`${functions[0]} ${word[0]}`, values.toSorted()]],
    ),
  );
  expect(listed).toEqual(
    Object.fromEntries(Object.entries(VARIANTS).map(([word, values]) => [word, values.toSorted()])),
  );

  const exported = { ...codecs, ...rrc, ...xwap };
  const pairs = Object.keys(exported)
    .filter(name => /^decode/.test(name))
    .map(name => [name, name === 'decodeBlocks' ? 'encodeBlock' : name.replace('decode', 'encode')])
    .filter(([, encoder]) => encoder! in exported);
  expect(new Set(rows.map(({ functions }) => functions.join()))).toEqual(
    new Set(pairs.map(pair => pair.join())),
  );
});

it('docs/library.md has each format of the command line', () => {
  const formats = formatHelp()
    .split('\n')
    .map(line => line.trim().split(' ')[0]);
  expect(new Set(rows.flatMap(({ format }) => format))).toEqual(new Set(formats));
});
