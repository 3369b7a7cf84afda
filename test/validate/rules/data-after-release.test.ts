import { describe, expect, it } from 'vitest';
import { encodeGtpU } from '../../../src/codecs/link/gtpu.js';
import { encodeIpv4, IP_PROTOCOL } from '../../../src/codecs/link/ipv4.js';
import { encodeUdp } from '../../../src/codecs/link/udp.js';
import { wtReleaseConfirm, wtReleaseRequest, wtReleaseRequired } from '../../../src/codecs/xwap/index.js';
import { dataAfterRelease } from '../../../src/validate/rules/data-after-release.js';
import { acknowledge, addition, IDS, packetsOf, type Signal, setUp, sKwtOf } from '../lte/peer.js';
import { captureOf, findingsOf, findingsOfMerged, type Sample, testRule } from '../rule-captures.js';
import { RAW } from '../xw/peer.js';

const ENB = Uint8Array.of(192, 0, 2, 1);
const WT = Uint8Array.of(192, 0, 2, 65);
/** Those of the bearer that `addition` and `acknowledge` set up. */
const TEID = { enb: 1, wt: 5 };
const GTP_U = 2152;

type Timed = Sample & { readonly ms: number };

/** A GTP-U packet from one node to the other. */
function userData(
  ms: number,
  from: 'enb' | 'wt',
  { teid = from === 'enb' ? TEID.wt : TEID.enb, source = from === 'enb' ? ENB : WT, isData = true } = {},
): Timed {
  const destination = from === 'enb' ? WT : ENB;
  const content = isData
    ? ({ message: 'gPdu', payload: Uint8Array.of(0x80, 0, 1, 2) } as const)
    : ({ message: 'endMarker', informationElements: [] } as const);
  const payload = encodeUdp(
    { sourcePort: GTP_U, destinationPort: GTP_U, payload: encodeGtpU({ teid, content }) },
    { source, destination },
  );
  const protocol = IP_PROTOCOL.udp;
  return {
    ms,
    linkType: RAW,
    bytes: encodeIpv4({ dontFragment: true, protocol, source, destination, payload }),
  };
}

const cause = { choice: 'radioNetwork', value: 'unspecified' } as const;
const release: Signal = { ms: 1000, enb: wtReleaseRequest({ ...IDS, cause }) };
/** XwAP and user data, in the order of time. */
const capture = (signals: readonly Signal[], data: readonly Timed[]): readonly Timed[] =>
  [...(packetsOf(signals) as Timed[]), ...data].sort((a, b) => a.ms - b.ms);
const begun = setUp(1);

testRule(dataAfterRelease, {
  keys: {},
  broken: capture([...begun, release], [userData(900, 'enb'), userData(2100, 'enb'), userData(2105, 'enb')]),
  sound: capture([...begun, release], [userData(900, 'enb'), userData(1010, 'enb'), userData(1015, 'enb')]),
});

describe('data-after-release', () => {
  const found = (signals: readonly Signal[], ...data: readonly Timed[]) =>
    findingsOf(captureOf(capture([...begun, ...signals], data)), {}).flatMap(({ rule, severity, message }) =>
      rule === dataAfterRelease.id ? [`${severity}: ${message}`] : [],
    );

  it('tells of either direction, and of how much there is', () => {
    expect(found([release], userData(2001, 'enb'), userData(2002, 'wt'), userData(2003, 'enb'))).toEqual([
      'warning: The eNB sends 2 packets of user data to the WT from frame 6 to frame 8, though the WT was released in frame 5.',
      'warning: The WT sends user data to the eNB in frame 7, though the WT was released in frame 5.',
    ]);
  });

  it('tells of a release that the WT asks for, and of a connection that is released while the WT keeps the UE', () => {
    const required: readonly Signal[] = [
      { ms: 990, wt: wtReleaseRequired({ ...IDS, cause }) },
      { ms: 1000, enb: wtReleaseConfirm(IDS) },
    ];
    const kept: Signal = { ms: 1000, enb: wtReleaseRequest({ ...IDS, cause, ueContextKept: true }) };
    expect(found(required, userData(2001, 'enb'))).toHaveLength(1);
    expect(found([kept], userData(2001, 'enb'))).toHaveLength(1);
  });

  it.each<[string, readonly Timed[]]>([
    ['may be on its way', [userData(2000, 'enb'), userData(2000, 'wt')]],
    ['is in another tunnel', [userData(2001, 'enb', { teid: 6 }), userData(2001, 'wt', { teid: 5 })]],
    ['is of another eNB', [userData(2001, 'enb', { source: Uint8Array.of(192, 0, 2, 2) })]],
    ['is none', [userData(2001, 'enb', { isData: false })]],
  ])('says nothing of what %s', (_, data) => {
    expect(found([release], ...data)).toEqual([]);
  });

  it('says nothing without a release, nor of a tunnel that is given again', () => {
    const other = { enbUeXwapId: 2, wtUeXwapId: 6 };
    const anew: readonly Signal[] = [
      { ms: 1500, enb: addition(sKwtOf(2), { enbUeXwapId: other.enbUeXwapId }) },
      { ms: 1502, wt: acknowledge(other) },
    ];
    const data = [userData(2600, 'enb'), userData(2600, 'wt')];
    expect(found([], ...data)).toEqual([]);
    expect(found([release, ...anew], ...data)).toEqual([]);
    // The request gives that of the eNB alone.
    expect(found([release, anew[0]!], ...data)).toHaveLength(1);
    // A bearer may have left it to another UE before.
    const before = anew.map(one => ({ ...one, ms: one.ms - 600 }));
    expect(found([...before, release], ...data)).toEqual([]);
    const late = anew.map(one => ({ ...one, ms: one.ms + 1500 }));
    expect(found([release, ...late], ...data)).toHaveLength(2);
  });

  it('says nothing of what the WT forwards in a tunnel that the release names', () => {
    const bearers = (teid: number) => [{ erabId: 5, forwardingTunnel: { address: ENB, teid } }];
    const of = (teid: number) =>
      found(
        [{ ms: 1000, enb: wtReleaseRequest({ ...IDS, cause, bearers: bearers(teid) }) }],
        userData(2600, 'wt'),
      );
    expect(of(TEID.enb)).toEqual([]);
    expect(of(TEID.enb + 1)).toHaveLength(1);
  });

  it('says nothing where the capture lacks what may have given the tunnel again', () => {
    const signals: readonly Signal[] = [
      ...begun,
      release,
      { ms: 1500, enb: addition(sKwtOf(2), { enbUeXwapId: 2 }) },
      { ms: 3000, enb: addition(sKwtOf(3), { enbUeXwapId: 3 }) },
    ];
    const all = capture(signals, [userData(2600, 'enb')]);
    const rules = (samples: readonly Sample[]) => findingsOf(captureOf(samples), {}).map(({ rule }) => rule);
    expect(rules(all)).toContain(dataAfterRelease.id);
    expect(rules(all.filter(({ ms }) => ms !== 1500))).not.toContain(dataAfterRelease.id);
    const unread = capture(
      [...begun, release, { ms: 1500, wt: Uint8Array.of(0xff, 0xff) }],
      [userData(2600, 'enb')],
    );
    expect(rules(unread)).not.toContain(dataAfterRelease.id);
  });

  it('says nothing where user data is in a capture whose clock may be another', async () => {
    const captures = [packetsOf([...begun, release]), [userData(2600, 'enb')]];
    const all = await findingsOfMerged(captures, {});
    expect(all.map(({ rule }) => rule)).not.toContain(dataAfterRelease.id);
  });
});
