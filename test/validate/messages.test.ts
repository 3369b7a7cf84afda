import { describe, expect, it } from 'vitest';
import { readCapture } from '../../src/codecs/capture/capture.js';
import type { Packet } from '../../src/codecs/capture/packet.js';
import { decodeEapolKey, encodeEapolKey } from '../../src/codecs/dot11/eapol-key.js';
import { DlDcch } from '../../src/codecs/rrc/dl-dcch.js';
import { UlDcch } from '../../src/codecs/rrc/ul-dcch.js';
import {
  encodeXwap,
  wtModificationRequestAcknowledge,
  wtReleaseConfirm,
  type XwAPPDU,
} from '../../src/codecs/xwap/index.js';
import { XwAP } from '../../src/codecs/xwap/pdu.js';
import { scenarios, simulate } from '../../src/flows/index.js';
import { keysOfFile } from '../../src/validate/keys/keys-file.js';
import { type CapturedMessage, messagesOf } from '../../src/validate/messages.js';
import { acknowledge, addition, IDS, modification, sKwtOf } from './lte/peer.js';
import { pdu, RAW, sack, sctp } from './xw/peer.js';

const runOf = (name: string, overrides = {}) =>
  simulate(scenarios.find(scenario => scenario.name === name)!, { overrides });
const namesOf = (messages: readonly CapturedMessage[]) => messages.map(({ from, name }) => `${from} ${name}`);

const INITIAL = [
  'enb XwSetupRequest',
  'wt XwSetupResponse',
  'enb WTAdditionRequest',
  'wt WTAdditionRequestAcknowledge',
  'enb rrcConnectionReconfiguration',
  'ue rrcConnectionReconfigurationComplete',
  'ap M1',
  'station M2',
  'ap M3',
  'station M4',
  'ue wlanConnectionStatusReport-r13',
  'wt WTAssociationConfirmation',
];

const packetsOf = (of: readonly Uint8Array[]): Packet[] =>
  of.map((bytes, i) => ({
    ...{ bytes, linkType: RAW, interface: 0, originalLength: bytes.length },
    ...{ time: BigInt(i) * 1_000_000n, frame: i + 1 },
  }));

/** What each format's octets are decoded and encoded with. */
const THERE_AND_BACK: Readonly<Record<CapturedMessage['format'], (octets: Uint8Array) => Uint8Array>> = {
  'eapol-key': octets => encodeEapolKey(decodeEapolKey(octets)),
  'rrc-dl-dcch': octets => DlDcch.encode(DlDcch.decode(octets)),
  'rrc-ul-dcch': octets => UlDcch.encode(UlDcch.decode(octets)),
  xwap: octets => XwAP.encode(XwAP.decode(octets)),
};

describe('messagesOf', () => {
  it('gives each message once, in order, as its decoder takes it', async () => {
    const messages = await messagesOf(runOf('initial-access').packets);
    expect(namesOf(messages)).toEqual(INITIAL);
    for (const { format, octets } of messages) expect(THERE_AND_BACK[format](octets)).toEqual(octets);
    expect(messages.map(({ frame }) => frame)).toEqual(
      messages.map(({ frame }) => Number(frame)).toSorted((a, b) => a - b),
    );
    // An interface is no UE's.
    expect(messages.filter(({ station }) => station === undefined).map(({ name }) => name)).toEqual([
      'XwSetupRequest',
      'XwSetupResponse',
    ]);
    expect(new Set(messages.slice(2).map(({ ap, station }) => `${ap} ${station}`))).toEqual(
      new Set(['02:57:54:00:00:01 02:55:45:00:00:01']),
    );
  });

  it('deciphers EAPOL-Key of a re-key, and RRC under the keys given', async () => {
    const [clear, ciphered] = [runOf('rekey-option-2'), runOf('rekey-option-2', { uu: 'pdcp' })].map(run => ({
      packets: [...run.packets],
      keys: keysOfFile(run.keys()),
    })) as [{ packets: Packet[]; keys: object }, { packets: Packet[]; keys: object }];
    const known = await messagesOf(clear.packets);
    expect(namesOf(known).filter(name => name === 'ap M3')).toHaveLength(2);
    const deciphered = await messagesOf(ciphered.packets, { keys: ciphered.keys });
    expect(namesOf(deciphered)).toEqual(expect.arrayContaining(namesOf(known)));
    const rrc = (messages: readonly CapturedMessage[]) =>
      messages.filter(({ format }) => format.startsWith('rrc')).length;
    expect(rrc(deciphered)).toBeGreaterThanOrEqual(rrc(known));
    expect(rrc(await messagesOf(ciphered.packets))).toBeLessThan(rrc(deciphered));
  });

  it('tells the UEs apart', async () => {
    const messages = await messagesOf(runOf('initial-access', { ues: 3 }).packets);
    const stations = messages.filter(({ name }) => name === 'M4').map(({ station }) => station);
    expect(stations.toSorted()).toEqual([1, 2, 3].map(n => `02:55:45:00:00:0${n}`));
    for (const station of stations)
      expect(
        messages.filter(one => one.station === station && one.name === 'WTAdditionRequest'),
      ).toHaveLength(1);
  });

  it('says of XwAP how it does not fit, in the wrong direction or without a request', async () => {
    const tsn = { enb: 0, wt: 0 };
    const sent = (from: 'enb' | 'wt', message: XwAPPDU) => {
      const cumulativeTsnAck = tsn[from === 'enb' ? 'wt' : 'enb'];
      return sctp(from, [
        ...(cumulativeTsnAck === 0 ? [] : [sack(cumulativeTsnAck)]),
        pdu(++tsn[from], message),
      ]);
    };
    const unasked = wtModificationRequestAcknowledge(IDS);
    const bytes = [
      sent('enb', addition(sKwtOf(1))),
      sent('wt', acknowledge()),
      sent('wt', wtReleaseConfirm(IDS)),
      sent('wt', unasked),
      sent('enb', modification(sKwtOf(2))),
      sent('wt', unasked),
    ];
    const messages = await messagesOf(packetsOf(bytes));
    expect(messages.map(({ frame, from, name, misfit }) => [frame, from, name, misfit])).toEqual([
      [1, 'enb', 'WTAdditionRequest', undefined],
      [2, 'wt', 'WTAdditionRequestAcknowledge', undefined],
      [3, 'wt', 'WTReleaseConfirm', 'direction'],
      [4, 'wt', 'WTModificationRequestAcknowledge', 'unasked'],
      [5, 'enb', 'WTModificationRequest', undefined],
      [6, 'wt', 'WTModificationRequestAcknowledge', undefined],
    ]);
    expect(messages[2]!.octets).toEqual(encodeXwap(wtReleaseConfirm(IDS)));
    // It is of the UE that it names.
    expect(messages[2]!.station).toBe(messages[0]!.station);
  });

  it('says which of two messages of one packet it is that does not fit', async () => {
    const other = { enbUeXwapId: 2, wtUeXwapId: 6 };
    const bytes = [
      sctp('enb', [pdu(1, addition(sKwtOf(1)))]),
      sctp('wt', [sack(1), pdu(1, acknowledge())]),
      sctp('enb', [sack(1), pdu(2, addition(sKwtOf(2), other))]),
      sctp('wt', [sack(2), pdu(2, acknowledge(other))]),
      sctp('enb', [sack(2), pdu(3, modification(sKwtOf(3), IDS))]),
      sctp('wt', [
        sack(3),
        pdu(3, wtModificationRequestAcknowledge(IDS)),
        pdu(4, wtModificationRequestAcknowledge(other)),
      ]),
      sctp('enb', [sack(4)]),
    ];
    const messages = await messagesOf(packetsOf(bytes));
    expect(messages.slice(5).map(({ frame, misfit, octets }) => [frame, misfit, octets])).toEqual([
      [6, undefined, encodeXwap(wtModificationRequestAcknowledge(IDS))],
      [6, 'unasked', encodeXwap(wtModificationRequestAcknowledge(other))],
    ]);
  });

  it('names the captures, and gives what two have in common once', async () => {
    const packets = [...runOf('initial-access').packets].map((packet, i) => ({ ...packet, frame: i + 1 }));
    const both = packets.flatMap(packet => [
      { ...packet, capture: 0 },
      { ...packet, capture: 1 },
    ]);
    const messages = await messagesOf(both, { captures: ['a', 'b'] });
    expect(namesOf(messages)).toEqual(INITIAL);
    expect(messages[0]!.frame).toEqual({ capture: 'a', frame: 5 });
    const [first] = await messagesOf(packets, { capture: 'a' });
    expect(first!.frame).toEqual({ capture: 'a', frame: 5 });
  });

  it('throws what validate throws', async () => {
    await expect(messagesOf('a.pcap' as never)).rejects.toThrow(TypeError);
    await expect(messagesOf(readCapture(new Uint8Array(3)))).rejects.toThrow('capture.magic');
    await expect(messagesOf([], { capture: 'a', names: 1 } as never)).rejects.toThrow('names');
  });
});
