/** Requests of XwAP and their answers in captures of many: those of `generate`, of hundreds of UEs, and of hostile octets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/packet.js';
import { pcapngWriter } from '../../src/codecs/capture/pcapng-writer.js';
import { toHex } from '../../src/codecs/hex.js';
import { decodeEthernet } from '../../src/codecs/link/ethernet.js';
import { decodeIpv4 } from '../../src/codecs/link/ipv4.js';
import type { IEMessageName } from '../../src/codecs/xwap/index.js';
import { LINKTYPE, xwapOf } from '../flows/events.js';
import { run } from '../flows/play.js';
import { wireshark } from '../wireshark.js';
import {
  ENB,
  type End,
  type Ids,
  type Links,
  links,
  linksOf,
  message,
  OTHER_ENB,
  OTHER_WT,
  SECOND,
  seconds,
  sent,
  type Timed,
  WT,
  writeCapture,
} from './links.js';
import { mutantsOf } from './mutants.js';

const folder = mkdtempSync(join(tmpdir(), 'wireshark-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Requests, what each is answered by, and the IDs that they have of those of a UE. */
const PROCEDURES: readonly {
  readonly request: IEMessageName;
  readonly byWt?: true;
  readonly answers: readonly IEMessageName[];
  /** Those without a WT UE XwAP ID. */
  readonly early?: readonly IEMessageName[];
}[] = [
  {
    request: 'WTAdditionRequest',
    answers: ['WTAdditionRequestAcknowledge', 'WTAdditionRequestReject'],
    early: ['WTAdditionRequest', 'WTAdditionRequestReject'],
  },
  {
    request: 'WTModificationRequest',
    answers: ['WTModificationRequestAcknowledge', 'WTModificationRequestReject'],
  },
  {
    request: 'WTModificationRequired',
    byWt: true,
    answers: ['WTModificationConfirm', 'WTModificationRefuse'],
  },
  { request: 'WTReleaseRequired', byWt: true, answers: ['WTReleaseConfirm'] },
  {
    request: 'LWIPAdditionRequest',
    answers: ['LWIPAdditionRequestAcknowledge', 'LWIPAdditionRequestReject'],
    early: ['LWIPAdditionRequest', 'LWIPAdditionRequestReject'],
  },
  {
    request: 'LWIPModificationRequest',
    answers: ['LWIPModificationRequestAcknowledge', 'LWIPModificationRequestReject'],
  },
  { request: 'LWIPReleaseRequired', byWt: true, answers: ['LWIPReleaseConfirm'] },
];

/** Who is tied to whom: the same UE XwAP IDs at each. */
const ASSOCIATIONS: readonly (readonly [enb: End, wt: End])[] = [
  [ENB, WT],
  [ENB, OTHER_WT],
  [OTHER_ENB, WT],
];
const UES = 100;
/** The longest time to an answer, and that of all requests. */
const LONGEST = Number(20n * SECOND);

interface Interleaved {
  readonly packets: readonly Timed[];
  readonly once: readonly Links[];
  readonly twice: readonly Links[];
}

/** A request of each procedure for each UE of each association, answered after a time or, one of six, not at all. */
function interleaved(seed: number): Interleaved {
  const random = fc.sample(fc.nat(LONGEST), { seed, numRuns: 3 * UES * PROCEDURES.length * 3 }).values();
  const next = (): number => random.next().value!;
  const all: { after: bigint; bytes: Uint8Array; of: number; isRequest: boolean }[] = [];
  let count = 0;
  for (const [enb, wt] of ASSOCIATIONS)
    for (let id = 1; id <= UES; id++)
      for (const { request, byWt, answers, early } of PROCEDURES) {
        const idsFor = (name: IEMessageName): Ids => ({
          enb: id,
          ...(early?.includes(name) ? {} : { wt: UES - id }),
        });
        const [from, to] = byWt ? [wt, enb] : [enb, wt];
        const after = BigInt(next());
        const bytes = sent(from, to, message(request, idsFor(request)));
        all.push({ after, bytes, of: count, isRequest: true });
        const answer = answers[next() % answers.length]!;
        const delay = BigInt(next());
        if (delay % 6n !== 0n)
          all.push({
            after: after + 1n + delay,
            bytes: sent(to, from, message(answer, idsFor(answer))),
            of: count,
            isRequest: false,
          });
        count++;
      }
  all.sort((a, b) => Number(a.after - b.after));
  const frames = new Map<string, number>();
  for (const [i, { of, isRequest }] of all.entries()) frames.set(`${of} ${isRequest}`, i + 1);
  const said = (passes: 1 | 2): Links[] =>
    all.map(({ after, of, isRequest }) => {
      if (!isRequest) {
        const request = frames.get(`${of} true`)!;
        return links({ request: `${request}`, time: seconds(after - all[request - 1]!.after) });
      }
      const response = frames.get(`${of} false`);
      if (passes === 1) return links();
      return response === undefined ? links({ unanswered: true }) : links({ response: `${response}` });
    });
  return { packets: all, once: said(1), twice: said(2) };
}

/** Of the packets of a capture that `generate` writes: what is to be said, from the messages as the codec reads them. */
function expectedOf(packets: readonly Packet[]): Links[] {
  const asked = new Map<string, number>();
  const rows = packets.map(() => links());
  for (const [i, packet] of packets.entries()) {
    if (packet.linkType !== LINKTYPE.xw) continue;
    const { source, destination } = decodeIpv4(decodeEthernet(packet.bytes).payload);
    for (const view of xwapOf(packet)) {
      const { 'ENB-UE-XwAP-ID': id = new Uint8Array() } = view.ies as { 'ENB-UE-XwAP-ID'?: Uint8Array };
      const procedure = `${view.procedure} ${toHex(id)}`;
      if (view.outcome === 'initiatingMessage') asked.set(`${source} ${destination} ${procedure}`, i);
      else {
        const request = asked.get(`${destination} ${source} ${procedure}`)!;
        expect(request, `frame ${i + 1} answers`).toBeDefined();
        expect(rows[request]!.response + rows[i]!.request, 'one message each').toBe('');
        rows[request] = links({ ...rows[request], response: `${i + 1}` });
        rows[i] = links({
          ...rows[i],
          request: `${request + 1}`,
          time: seconds(packet.time - packets[request]!.time),
        });
      }
    }
  }
  return rows;
}

wireshark.describe('a request of XwAP among many', () => {
  it.each([
    ['rekey-option-2', { ues: 50 }, 101],
    ['wt-modification-rejected', { ues: 50 }, 151],
    ['wt-release-required', { ues: 20 }, 41],
  ])('is tied to its answer in a capture of %s, %j', (name, overrides, pairs) => {
    const { interfaces, packets } = run(name, { dataIntervalMs: 0, ...overrides });
    const path = join(folder, `${name}.pcapng`);
    const writer = pcapngWriter({ interfaces });
    writeFileSync(path, Buffer.concat([writer.header(), ...packets.map(writer.packet)]));
    const expected = expectedOf(packets);
    expect(expected.filter(({ response }) => response !== '').length).toBe(pairs);
    expect(linksOf(path, 2)).toEqual(expected);
    expect(linksOf(path, 1)).toEqual(expected.map(row => links({ ...row, response: '' })));
  });

  it('is tied to its answer among those of hundreds of UEs, between several eNBs and WTs', () => {
    const { packets, once, twice } = interleaved(1);
    expect(packets.length).toBeGreaterThan(3500);
    const path = join(folder, 'interleaved.pcap');
    writeCapture(path, packets);
    expect(linksOf(path, 2)).toEqual(twice);
    expect(linksOf(path, 1)).toEqual(once);
  });

  it('and its answer lead to each other, or to none, whatever octets come', () => {
    const { mutants, seed } = mutantsOf(2000);
    const packets = mutants.flatMap((octets, i): Timed[] => {
      const [from, to] = i % 2 === 0 ? [ENB, WT] : [WT, ENB];
      return [{ after: BigInt(i), bytes: sent(from, to, octets) }];
    });
    const path = join(folder, 'mutants.pcap');
    writeCapture(path, packets);
    const rows = linksOf(path, 2);
    const first = rows.map(row => links({ ...row, response: '', unanswered: false }));
    expect(linksOf(path, 1), `seed ${seed}`).toEqual(first);
    const answered = rows.flatMap(({ response }, i) => (response === '' ? [] : [[i + 1, Number(response)]]));
    const answering = rows.flatMap(({ request }, i) => (request === '' ? [] : [[Number(request), i + 1]]));
    const again = new Set(
      rows.flatMap(({ retransmissionOf }, i) => (retransmissionOf === '' ? [] : [i + 1])),
    );
    const asked = answered.filter(([request]) => !again.has(request!));
    expect(asked.length, `seed ${seed}`).toBeGreaterThan(50);
    const sorted = answering.sort(([a], [b]) => a! - b!).filter(([request]) => !again.has(request!));
    expect(sorted, `seed ${seed}`).toEqual(asked);
    for (const [request, response] of answering) expect(response).toBeGreaterThan(request!);
  });
});
