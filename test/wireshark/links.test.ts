/** Requests of XwAP and their answers, tied together by the dissector. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ipv4 } from '../codecs/link/tshark-packets.js';
import { tshark, wireshark } from '../wireshark.js';
import {
  acknowledged,
  addresses,
  changed,
  ENB,
  links,
  linksOf,
  message,
  modification,
  OTHER_ENB,
  OTHER_WT,
  rejected,
  SECOND,
  type Step,
  seconds,
  sent,
  type Timed,
  timed,
  WT,
  without,
  writeCapture,
} from './links.js';
import { DISSECTORS, dataChunk, sctpPacket } from './xw.js';

const folder = mkdtempSync(join(tmpdir(), 'wireshark-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
/** The path of a new capture. */
function captureOf(packets: readonly Timed[]): string {
  const path = join(folder, `${++files}.pcap`);
  writeCapture(path, packets);
  return path;
}

const after = (count: number): string => seconds(BigInt(count) * SECOND);

const CASES: readonly (readonly [what: string, steps: readonly Step[]])[] = [
  [
    'that comes again is a retransmission, and the answer is to the first',
    [
      [ENB, WT, modification(1), { response: '4' }],
      [ENB, WT, modification(1), { response: '4', retransmissionOf: '1' }],
      [ENB, WT, modification(1), { response: '4', retransmissionOf: '1' }],
      [WT, ENB, acknowledged(1), { request: '1', time: after(3) }],
    ],
  ],
  [
    'and its retransmission, each answered, have an answer each',
    [
      [ENB, WT, modification(1), { response: '3' }],
      [ENB, WT, modification(1), { response: '4', retransmissionOf: '1' }],
      [WT, ENB, acknowledged(1), { request: '1', time: after(2) }],
      [WT, ENB, acknowledged(1), { request: '2', time: after(2) }],
      [WT, ENB, acknowledged(1)],
    ],
  ],
  [
    'that is another one takes the place of the one before',
    [
      [ENB, WT, modification(1), { unanswered: true }],
      [ENB, WT, changed(modification(1)), { response: '3' }],
      [WT, ENB, rejected(1), { request: '2', time: after(1) }],
    ],
  ],
  [
    'that comes again after its answer is a new one',
    [
      [ENB, WT, modification(1), { response: '3' }],
      [ENB, WT, modification(1), { response: '3', retransmissionOf: '1' }],
      [WT, ENB, rejected(1), { request: '1', time: after(2) }],
      [ENB, WT, modification(1), { response: '5' }],
      [WT, ENB, acknowledged(1), { request: '4', time: after(1) }],
    ],
  ],
  [
    'is not answered by what names another UE, goes another way, or between others',
    [
      [ENB, WT, modification(1, 2), { response: '8' }],
      [WT, ENB, acknowledged(1, 3)],
      [WT, ENB, acknowledged(2, 2)],
      [ENB, WT, acknowledged(1, 2)],
      [WT, OTHER_ENB, acknowledged(1, 2)],
      [OTHER_WT, ENB, acknowledged(1, 2)],
      [WT, ENB, [message('WTModificationConfirm', { enb: 1, wt: 2 })]],
      [WT, ENB, acknowledged(1, 2), { request: '1', time: after(7) }],
    ],
  ],
  [
    'may name the WT UE XwAP ID at another eNB, in place of which the answer gives a new one',
    [
      [ENB, WT, [message('WTAdditionRequest', { enb: 1, wt: 7 })], { response: '2' }],
      [
        WT,
        ENB,
        [message('WTAdditionRequestAcknowledge', { enb: 1, wt: 8 })],
        { request: '1', time: after(1) },
      ],
    ],
  ],
  [
    'is known by its measurement, too',
    [
      [ENB, WT, [message('WTStatusRequest', { enbMeasurement: 1 })], { response: '4' }],
      [ENB, WT, [message('WTStatusRequest', { enbMeasurement: 2 })], { response: '5' }],
      [WT, ENB, [message('WTStatusFailure', { enbMeasurement: 3, wtMeasurement: 1 })]],
      [
        WT,
        ENB,
        [message('WTStatusResponse', { enbMeasurement: 1, wtMeasurement: 2 })],
        { request: '1', time: after(3) },
      ],
      [
        WT,
        ENB,
        [message('WTStatusFailure', { enbMeasurement: 2, wtMeasurement: 1 })],
        { request: '2', time: after(3) },
      ],
    ],
  ],
  [
    'of the interface itself is known by its procedure and way',
    [
      [ENB, WT, [message('Reset')], { response: '6' }],
      [WT, ENB, [message('Reset')], { response: '5' }],
      [ENB, WT, [message('XwSetupRequest')], { response: '7' }],
      [WT, ENB, [message('WTConfigurationUpdate')], { response: '8' }],
      [ENB, WT, [message('ResetResponse')], { request: '2', time: after(3) }],
      [WT, ENB, [message('ResetResponse')], { request: '1', time: after(5) }],
      [WT, ENB, [message('XwSetupFailure')], { request: '3', time: after(4) }],
      [ENB, WT, [message('WTConfigurationUpdateFailure')], { request: '4', time: after(4) }],
    ],
  ],
  [
    'may share its packet with others, and its answer too',
    [
      [ENB, WT, [...modification(1), ...modification(2)], { response: '3,3' }],
      [ENB, WT, modification(3), { response: '3' }],
      [
        WT,
        ENB,
        [...acknowledged(3), message('Reset'), ...rejected(2), ...acknowledged(1)],
        { request: '2,1,1', time: [after(1), after(2), after(2)].join(), unanswered: true },
      ],
    ],
  ],
  [
    'of class 2 is not answered, nor is an Error Indication an answer',
    [
      [ENB, WT, [message('WTReleaseRequest', { enb: 1, wt: 1 })]],
      [ENB, WT, modification(1), { unanswered: true }],
      [WT, ENB, [message('ErrorIndication')]],
      [WT, ENB, [message('WTAssociationConfirmation', { enb: 1, wt: 1 })]],
    ],
  ],
  [
    'without the ID of its UE is tied to none',
    [
      [ENB, WT, [without('WTModificationRequest', 'ENB-UE-XwAP-ID')]],
      [WT, ENB, [without('WTModificationRequestReject', 'ENB-UE-XwAP-ID')]],
      [WT, ENB, acknowledged(1)],
    ],
  ],
  [
    'is tied to its answer where either is cut behind its IDs',
    [
      [ENB, WT, [modification(1)[0]!.subarray(0, -2)], { response: '2' }],
      [WT, ENB, [rejected(1)[0]!.subarray(0, -1)], { request: '1', time: after(1) }],
    ],
  ],
];

wireshark.describe('a request of XwAP', () => {
  it.each(CASES)('%s', (_, steps) => {
    const path = captureOf(timed(steps));
    const said = steps.map(([, , , row]) => links(row));
    expect(linksOf(path, 2)).toEqual(said);
    const first = said.map(row => links({ ...row, response: '', unanswered: false }));
    expect(linksOf(path, 1)).toEqual(first);
  });

  it('is tied to an answer that is captured with an earlier time', () => {
    const bytes = [sent(ENB, WT, ...modification(1)), sent(WT, ENB, ...acknowledged(1))];
    const path = captureOf([
      { after: 3n * SECOND, bytes: bytes[0]! },
      { after: 1_999_999_999n, bytes: bytes[1]! },
    ]);
    expect(linksOf(path, 2)[1]).toEqual(links({ request: '1', time: '-1.000000001' }));
  });

  it('is tied to its answer by addresses, not by the names that Wireshark has for them', () => {
    const configuration = mkdtempSync(join(folder, 'names-'));
    writeFileSync(join(configuration, 'hosts'), '192.0.2.1 enb.example\n192.0.2.2 enb.example\n');
    const path = captureOf(
      timed([
        [ENB, WT, modification(1)],
        [OTHER_ENB, WT, modification(1)],
        [WT, OTHER_ENB, acknowledged(1)],
        [WT, ENB, acknowledged(1)],
      ]),
    );
    const named = ['-N', 'n', '-o', 'nameres.network_name:TRUE'];
    const environment = { WIRESHARK_CONFIG_DIR: configuration };
    expect(tshark(['-r', path, ...named], environment).match(/enb\.example/g)!.length).toBe(4);
    const rows = linksOf(path, 2, named, environment);
    expect(rows.map(({ request }) => request)).toEqual(['', '', '2', '1']);
  });

  it('leaves nothing to the frame that takes its number where a read filter leaves it out', () => {
    const path = captureOf(
      timed([
        [ENB, WT, modification(1)],
        [ENB, WT, [message('WTReleaseRequest', { enb: 1, wt: 1 })]],
      ]),
    );
    expect(linksOf(path, 2)[0]).toEqual(links({ unanswered: true }));
    expect(linksOf(path, 2, ['-R', 'xwap.message == "WTReleaseRequest"'])).toEqual([links()]);
  });

  it('is seen once: where SCTP splits it, sends it again, or ICMP quotes it', () => {
    const [request, answer] = [modification(1)[0]!, acknowledged(1)[0]!];
    const parts = [
      dataChunk(request.subarray(0, 9), undefined, 2),
      { ...dataChunk(request.subarray(9), undefined, 1), streamSequenceNumber: 0 },
    ].map(chunk => ({ ...chunk, streamSequenceNumber: 7 }));
    const back = addresses(WT, ENB);
    const whole = dataChunk(answer);
    const quoted = sctpPacket([dataChunk(modification(2)[0]!)], addresses(ENB, WT));
    const packets = [
      sctpPacket([parts[0]!], addresses(ENB, WT)),
      sctpPacket([parts[1]!], addresses(ENB, WT)),
      // Destination unreachable, protocol unreachable.
      ipv4(1, Uint8Array.from([3, 2, 0, 0, 0, 0, 0, 0, ...quoted]), undefined, back),
      sctpPacket([whole], back),
      sctpPacket([whole], back),
      sent(WT, ENB, ...acknowledged(2)),
    ].map((bytes, i) => ({ after: BigInt(i) * SECOND, bytes }));
    const path = captureOf(packets);
    expect(linksOf(path, 2)).toEqual([
      links(),
      links({ response: '4' }),
      links(),
      links({ request: '2', time: after(2) }),
      links(),
      links(),
    ]);
    expect(
      tshark(['-r', path, ...DISSECTORS, '-Y', 'icmp && xwap', '-T', 'fields', '-e', 'xwap.message']),
    ).toBe('WTModificationRequest\n');
  });
});
