/** What is optional may be undefined, too, under `exactOptionalPropertyTypes`. Prints what is then not as if it were left out. */
import {
  type DecodeOptions,
  type Dot11Options,
  type dot11Of,
  type EapolKeyFields,
  type EapolKeyOptions,
  type Element,
  type ElementOptions,
  type Ethernet,
  eapolKey,
  encodeDot11,
  encodeEapolKey,
  encodeElement,
  encodeEthernet,
  encodeGtpU,
  encodeIpv4,
  encodeIpv6,
  encodeLlc,
  encodeSctp,
  encodeUdp,
  frameControl,
  type Gsmtap,
  type GtpU,
  type Ipv4ToWrite,
  type Ipv6ToWrite,
  type Llc,
  type Packet,
  type PacketToWrite,
  type PcapFile,
  type PcapngOptions,
  type PcapOptions,
  pcapngWriter,
  pcapWriter,
  type RadiotapFields,
  radiotapHeader,
  rsnCapabilities,
  type Sctp,
  toHex,
  type Udp,
} from 'lwa-rekey/codecs';
import {
  encodeDlDcch,
  encodeUlDcch,
  type Handover,
  handoverCommand,
  type LwaSetup,
  lwaReconfiguration,
  type Measurement,
  measurementReport,
  type ReconfigurationOptions,
  type UeCapability,
  ueCapabilityInformation,
} from 'lwa-rekey/codecs/rrc';
import type { OpenOptions, pmkid, ptkParts, SealOptions } from 'lwa-rekey/crypto';
import { type SimulateOptions, scenarios, simulate } from 'lwa-rekey/flows';
import type { DiagramOptions, ReportContext, reportHtml, reportSvg } from 'lwa-rekey/report';
import { type keysOfFile, type Observation, type ValidateOptions, validator } from 'lwa-rekey/validate';

/** `T` with undefined at every place that may be left out, however deep. */
type Loose<T> = T extends Uint8Array | ((...args: never) => unknown)
  ? T
  : T extends readonly (infer E)[]
    ? readonly Loose<E>[]
    : T extends object
      ? { [K in keyof T]: Record<never, never> extends Pick<T, K> ? Loose<T[K]> | undefined : Loose<T[K]> }
      : T;

/** The compiler asks for an argument, of which there is none, where `T` does not take undefined. */
const takes = <T>(..._: [Loose<T>] extends [T] ? [] : [never]): void => {};

takes<DecodeOptions>();
takes<Dot11Options>();
takes<EapolKeyOptions>();
takes<ElementOptions>();
takes<EapolKeyFields>();
takes<Exclude<Parameters<typeof frameControl>[1], undefined>>();
takes<Exclude<Parameters<typeof rsnCapabilities>[0], undefined>>();
takes<Parameters<typeof dot11Of>[0]>();
takes<Element>();
takes<Ethernet>();
takes<Gsmtap>();
takes<GtpU>();
takes<Ipv4ToWrite>();
takes<Ipv6ToWrite>();
takes<Llc>();
takes<Sctp>();
takes<Udp>();
takes<Packet>();
takes<PacketToWrite>();
takes<PcapFile>();
takes<PcapOptions>();
takes<PcapngOptions>();
takes<RadiotapFields>();
takes<ReconfigurationOptions>();
takes<LwaSetup>();
takes<Omit<Handover, 'commonConfig'>>();
takes<Measurement>();
takes<UeCapability>();
takes<Parameters<typeof pmkid>[0]>();
takes<Parameters<typeof ptkParts>[0]>();
takes<OpenOptions>();
takes<SealOptions>();
takes<SimulateOptions>();
takes<ReportContext>();
takes<DiagramOptions>();
takes<Parameters<typeof reportHtml>[2]>();
takes<Parameters<typeof reportSvg>[2]>();
takes<Observation>();
takes<ValidateOptions>();
takes<Parameters<typeof keysOfFile>[0]>();

const none = undefined;
const [mac, ip, ip6, payload] = [new Uint8Array(6), new Uint8Array(4), new Uint8Array(16), Uint8Array.of(1)];
const data = { kind: 'data', duration: 0, address1: mac, address2: mac, address3: mac, payload } as const;
const frame = { ...data, sequenceControl: { fragmentNumber: 0, sequenceNumber: 0 } } as const;
const packet = { time: 0n, bytes: payload };
const rsne = { element: 'RSN', version: 1 } as const;
const ethernet = { destination: mac, source: mac, payload };
const ipv4 = { protocol: 17, source: ip, destination: ip, payload };
const ipv6 = { nextHeader: 17, source: ip6, destination: ip6, payload };
const udp = { sourcePort: 1, destinationPort: 2, payload };
const gtpU = { teid: 1, content: { message: 'gPdu', payload } } as const;
const sctp = { sourcePort: 1, destinationPort: 2, verificationTag: 3 };
const shutdown = { chunk: 'SHUTDOWN ACK' } as const;
const llc = { dsap: 1, ssap: 1, control: 3, payload };
const handover = { targetCell: 1, newCRnti: 2, nextHopChainingCount: 3 };
const wlan = { ssid: 'lwa', rssi: -50 };
const measured = { measId: 1, rsrp: -90, rsrq: -10 };
const mobilitySet = { add: [{ ssid: 'lwa' }] };

/** Octets that were made with undefined, and without. */
const cases: Readonly<Record<string, readonly [Uint8Array, Uint8Array]>> = {
  eapolKey: [
    encodeEapolKey(
      eapolKey({ keyInformation: { keyAck: none, keyType: 1 }, keyData: none, keyReplayCounter: none }),
    ),
    encodeEapolKey(eapolKey({ keyInformation: { keyType: 1 } })),
  ],
  frameControl: [
    encodeDot11({
      ...{ ...frame, frameControl: frameControl('data', { toDs: true, retry: none }) },
      ...{ fcs: none, address4: none, qosControl: none, htControl: none },
    }),
    encodeDot11({ ...frame, frameControl: frameControl('data', { toDs: true }) }),
  ],
  rsnCapabilities: [
    encodeElement({ ...rsne, groupCipher: '00-0F-AC:4', pairwiseCiphers: none, capabilities: none }),
    encodeElement({ ...rsne, groupCipher: '00-0F-AC:4' }),
  ],
  capabilities: [
    encodeElement(rsneWith(rsnCapabilities({ ocvc: true, extendedKeyId: none }))),
    encodeElement(rsneWith(rsnCapabilities({ ocvc: true }))),
  ],
  radiotapHeader: [
    radiotapHeader({ tsft: none, flags: none, channel: none, rate: 2 }),
    radiotapHeader({ rate: 2 }),
  ],
  encodeEthernet: [
    encodeEthernet({ ...ethernet, tags: none, etherType: none, padding: none }),
    encodeEthernet(ethernet),
  ],
  encodeIpv4: [
    encodeIpv4({ ...ipv4, dscp: none, timeToLive: none, checksum: none, options: none, padding: none }),
    encodeIpv4(ipv4),
  ],
  encodeIpv6: [
    encodeIpv6({ ...ipv6, hopLimit: none, extensionHeaders: none, padding: none }),
    encodeIpv6(ipv6),
  ],
  encodeUdp: [encodeUdp({ ...udp, checksum: none }, ipv4), encodeUdp(udp, ipv4)],
  encodeGtpU: [
    encodeGtpU({ ...gtpU, sequenceNumber: none, extensionHeaders: none, spare: none, unevaluated: none }),
    encodeGtpU(gtpU),
  ],
  encodeSctp: [
    encodeSctp({ ...sctp, checksum: none, chunks: [{ ...shutdown, flags: none, padding: none }] }),
    encodeSctp({ ...sctp, chunks: [shutdown] }),
  ],
  encodeLlc: [encodeLlc({ ...llc, oui: none, etherType: none }), encodeLlc(llc)],
  pcapWriter: [
    pcapWriter({ linkType: 1, snapLength: none, byteOrder: none, resolution: none }).header(),
    pcapWriter({ linkType: 1 }).header(),
  ],
  pcapngWriter: [
    pcapngWriter({
      ...{ hardware: none, os: none, application: none, comments: none, byteOrder: none },
      interfaces: [{ linkType: 1, name: none, snapLength: none, resolution: none, fcsLength: none }],
    }).header(),
    pcapngWriter({ interfaces: [{ linkType: 1 }] }).header(),
  ],
  packet: [
    pcapWriter({ linkType: 1 }).packet({ ...packet, originalLength: none, linkType: none, interface: none }),
    pcapWriter({ linkType: 1 }).packet(packet),
  ],
  lwaReconfiguration: [
    encodeDlDcch(
      lwaReconfiguration({
        ...{ transactionId: none, bearers: none, releaseDrbs: none, nas: none, fullConfig: none },
        ...{ wtCounter: 5, wtMacAddress: none },
        mobilitySet: {
          ...{ release: none, associationTimer: none, successReport: none, suspend: none },
          add: [{ ssid: 'lwa', bssid: none, hessid: none }],
        },
      }),
    ),
    encodeDlDcch(lwaReconfiguration({ wtCounter: 5, mobilitySet })),
  ],
  bearers: [
    encodeDlDcch(
      lwaReconfiguration({
        bearers: [
          {
            ...{ drbId: 1, lwa: none, accessCategory: none, statusFeedback: none },
            establish: { epsBearerId: 5, logicalChannelId: none, pdcpSnLength: none },
            uplink: { viaWlan: true, splitThreshold: none },
          },
        ],
      }),
    ),
    encodeDlDcch(
      lwaReconfiguration({
        bearers: [{ drbId: 1, establish: { epsBearerId: 5 }, uplink: { viaWlan: true } }],
      }),
    ),
  ],
  handoverCommand: [
    encodeDlDcch(
      handoverCommand({
        ...{ ...handover, t304: none, bandwidth: none, additionalSpectrumEmission: none, rach: none },
        ...{ commonConfig: none, keyChange: none, algorithms: none, withoutWtChange: none, lwa: none },
        ...{ carrier: { downlink: 100, uplink: none }, makeBeforeBreak: none },
      }),
    ),
    encodeDlDcch(handoverCommand({ ...handover, carrier: { downlink: 100 } })),
  ],
  measurementReport: [
    encodeUlDcch(
      measurementReport({
        ...measured,
        wlans: [
          {
            ...wlan,
            connected: none,
            band: none,
            load: none,
            carrier: { channels: none, country: 'europe' },
          },
        ],
      }),
    ),
    encodeUlDcch(measurementReport({ ...measured, wlans: [{ ...wlan, carrier: { country: 'europe' } }] })),
  ],
  ueCapabilityInformation: [
    encodeUlDcch(ueCapabilityInformation({ bands: none, wlanBands: none, wlanMacAddress: mac, lwa: none })),
    encodeUlDcch(ueCapabilityInformation({ wlanMacAddress: mac })),
  ],
};

function rsneWith(capabilities: ReturnType<typeof rsnCapabilities>): Element {
  const suites = { groupCipher: '00-0F-AC:4', pairwiseCiphers: ['00-0F-AC:4'], akms: ['00-0F-AC:2'] };
  return { ...rsne, ...suites, capabilities };
}

for (const [name, [told, leftOut]] of Object.entries(cases))
  if (toHex(told) !== toHex(leftOut)) console.log(name);

const scenario = scenarios.find(({ name }) => name === 'wlan-initial')!;
const runs = [{ seed: none, overrides: none }, { overrides: { ues: none } }, {}].map(options => {
  const run = simulate(scenario, options);
  const check = validator({
    keys: { pmks: none, passphrases: none },
    rules: none,
    limits: { sessions: none },
  });
  for (const one of run.packets) check.packet(one);
  return JSON.stringify([run.keys(), check.report()]);
});
if (new Set(runs).size !== 1) console.log('simulate');
console.log(Object.keys(cases).length + runs.length);
