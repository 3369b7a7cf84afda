import { describe, expect, it } from 'vitest';
import {
  DlDcch,
  handoverCommand,
  lwaReconfiguration,
  reconfigurationComplete,
  UlDcch,
  wlanConnectionStatusReport,
} from '../../../src/codecs/rrc/index.js';
import { newLte } from '../../../src/validate/lte/lte.js';
import { say } from '../lte/capture.js';
import { gsmtap } from '../lte/peer.js';

const IDENTIFICATION = 4;
const TIME_TO_LIVE = 8;

interface Sent {
  readonly ms: number;
  readonly octets: Uint8Array;
  readonly isUplink: boolean;
}

const up = (ms: number, message: Parameters<typeof UlDcch.encode>[0]): Sent => ({
  ms,
  octets: UlDcch.encode(message),
  isUplink: true,
});
const down = (ms: number, message: Parameters<typeof DlDcch.encode>[0]): Sent => ({
  ms,
  octets: DlDcch.encode(message),
  isUplink: false,
});

/** The packet of raw IP, as it is seen behind as many routers. */
function packetOf({ octets, isUplink }: Sent, identification: number, routers = 0): Uint8Array {
  const packet = gsmtap(octets, isUplink).slice();
  packet[IDENTIFICATION + 1] = identification;
  packet[TIME_TO_LIVE]! -= routers;
  return packet;
}

/** What is said of the one UE of packets, apart from single messages. */
function said(packets: readonly (readonly [number, Uint8Array])[], what: RegExp): readonly string[] {
  const events: string[] = [];
  const lte = newLte({}, (_, event) => events.push(say(event)));
  for (const [i, [ms, bytes]] of packets.entries())
    lte.packet(101, bytes, { frame: i + 1, time: BigInt(ms) * 1_000_000n });
  lte.end({ frame: packets.length, time: 20_000_000_000n });
  return events.filter(text => what.test(text));
}

const report = up(100, wlanConnectionStatusReport('successfulAssociation'));

describe('a message of GSMTAP that a capture holds twice', () => {
  it('is known by the number of its packet, however late it comes', () => {
    for (const later of [0, 50, 900, 4000])
      expect(
        said(
          [
            [100, packetOf(report, 7)],
            [100 + later, packetOf(report, 7, 1)],
          ],
          /status/,
        ),
      ).toEqual(['status successfulAssociation']);
  });

  it('is another one with the same octets, where its packet has another number', () => {
    for (const later of [1, 50, 299])
      expect(
        said(
          [
            [100, packetOf(report, 7)],
            [100 + later, packetOf(report, 8)],
          ],
          /status/,
        ).length,
      ).toBe(2);
  });

  it('is told without numbers too, but for an answer that is due', () => {
    const messages = [
      down(0, lwaReconfiguration({ transactionId: 0, wtCounter: 0 })),
      up(20, reconfigurationComplete(0)),
      up(21, reconfigurationComplete(0)),
      down(
        40,
        handoverCommand({
          transactionId: 0,
          targetCell: 7,
          newCRnti: 1,
          nextHopChainingCount: 0,
          withoutWtChange: 'keepLWA-Config',
        }),
      ),
      up(110, reconfigurationComplete(0)),
      down(120, lwaReconfiguration({ transactionId: 0, wtCounter: 0 })),
      up(140, reconfigurationComplete(0)),
    ];
    // None, and one that is the same in all packets.
    for (const identification of [0, 0x34]) {
      const events = said(
        messages.map(sent => [sent.ms, packetOf(sent, identification)]),
        /complete|counter|up/,
      );
      expect(events.filter(text => /rrc up/.test(text)).length).toBe(3);
      expect(events.filter(text => /complete|counter/.test(text)).filter(text => !/rrc/.test(text))).toEqual([
        'ue counter 0: ',
        'reconfiguration 0 complete',
        'handover - complete',
        'ue counter 0: ',
        'reconfiguration 0 complete',
      ]);
    }
  });
});

describe('an answer from before a handover', () => {
  it('is one behind the command too, and ends nothing of the target cell', () => {
    const handover = handoverCommand({
      transactionId: 2,
      targetCell: 7,
      newCRnti: 1,
      nextHopChainingCount: 0,
      withoutWtChange: 'keepLWA-Config',
    });
    const messages = [
      down(0, lwaReconfiguration({ transactionId: 1, wtCounter: 0 })),
      down(10, handover),
      up(20, reconfigurationComplete(1)),
      up(80, reconfigurationComplete(2)),
    ];
    const events = said(
      messages.map((sent, i) => [sent.ms, packetOf(sent, i + 1)]),
      /^(reconfiguration|handover)/,
    );
    expect(events).toEqual(['reconfiguration 0 complete', 'handover - complete']);
  });
});
