import { describe, expect, it } from 'vitest';
import { decodeGsmtap } from '../../../src/codecs/link/gsmtap.js';
import { decodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { decodeUdp } from '../../../src/codecs/link/udp.js';
import { DlDcch, reconfigurationOf } from '../../../src/codecs/rrc/index.js';
import type { EnbConfiguration } from '../../../src/flows/enb/configuration.js';
import { createLwaMessages } from '../../../src/flows/enb/rrc.js';
import { eventsOf, LINKTYPE, only } from '../events.js';
import { faults, type Played, play } from '../play.js';

/** The RRCConnectionReconfigurations of a capture. */
const reconfigurationsIn = ({ packets }: Pick<Played, 'packets'>) =>
  packets.flatMap(({ linkType, bytes }) => {
    if (linkType !== LINKTYPE.uu) return [];
    const { uplink, payload } = decodeGsmtap(decodeUdp(decodeIpv4(bytes).payload).payload);
    return uplink ? [] : (reconfigurationOf(DlDcch.decode(payload)) ?? []);
  });

it('the messages of an eNB are those asked for, whichever was asked for last', () => {
  const wlan = { ssid: Uint8Array.of(0x6c) };
  const configuration = { mobilitySet: [wlan], associationTimer: 30, pdcpSnLength: 18 } as const;
  const messages = createLwaMessages(configuration as Partial<EnbConfiguration> as EnbConfiguration);
  const asked = [
    [0, 1],
    [0, 2],
    [1, 2],
    [0, 2],
  ] as const;
  for (const build of [
    messages.rekey,
    (id: number, wtCounter: number) => messages.start(id, wtCounter, true),
  ])
    for (const [id, wtCounter] of asked) {
      const { transactionId, lwa } = reconfigurationOf(DlDcch.decode(build(id, wtCounter)))!;
      expect(transactionId).toBe(id);
      expect(lwa).toMatchObject({ value: { 'lwa-Config-r13': { 'lwa-WT-Counter-r13': wtCounter } } });
    }
});

describe('the bearers of a UE', () => {
  it.each(['rekey-option-2', 'rekey-rel13-release-and-add', 'handover-without-wt-change'])(
    '%s: SRB2 and the DRB are set up once, before the handover (TS 36.331, 5.3.5.2)',
    name => {
      const messages = reconfigurationsIn(play(name, { dataIntervalMs: 0 }));
      const dedicated = messages.map(({ ies }) => ies.radioResourceConfigDedicated);
      const srbs = dedicated.map(one => one?.['srb-ToAddModList']?.map(srb => srb['srb-Identity']));
      const drbs = dedicated.map(one =>
        one?.['drb-ToAddModList']?.flatMap(drb => drb['eps-BearerIdentity'] ?? []),
      );
      expect(srbs).toEqual([[2], ...srbs.slice(1).map(() => undefined)]);
      expect(drbs[0]).toEqual([5]);
      expect(drbs.slice(1).flatMap(one => one ?? [])).toEqual([]);
      expect(messages.findIndex(({ ies }) => ies.mobilityControlInfo !== undefined)).toBe(1);
    },
  );

  it.each([
    ['answers too late', { xwResponseMs: 8 }, ['lwa-failed']],
    ['is not there', { xwLoss: 1, stimulusAfterMs: 150_000, durationMs: 300_000 }, []],
  ])('are set up before the handover of a UE without LWA too: the WT %s', (_, overrides, found) => {
    const played = play('rekey-option-2', { ...overrides, dataIntervalMs: 0 });
    const [first, second] = reconfigurationsIn(played);
    expect(first!.ies.mobilityControlInfo).toBeUndefined();
    expect(first!.lwa).toBeUndefined();
    const { 'srb-ToAddModList': srbs, 'drb-ToAddModList': drbs } = first!.ies.radioResourceConfigDedicated!;
    expect(srbs!.map(srb => srb['srb-Identity'])).toEqual([2]);
    expect(drbs!.map(drb => drb['eps-BearerIdentity'])).toEqual([5]);
    expect(drbs![0]).not.toHaveProperty('drb-TypeLWA-r13');
    expect(second!.ies.mobilityControlInfo).toBeDefined();
    expect(faults(played)).toEqual(found);
  });

  it('are there already where LWA begins late, as Xw comes late', () => {
    const played = play('initial-access', { xwDelayMs: 60, dataIntervalMs: 0 });
    const events = only(eventsOf(played), 'XwSetupRes', 'WTAdditionRequest', 'reconf');
    expect(events).toEqual([
      ...['reconfiguration', 'XwSetupResponse', 'WTAdditionRequest', 'WTAdditionRequestAcknowledge'],
      'reconfiguration, WT Counter 0',
    ]);
    expect(reconfigurationsIn(played)[1]!.ies.radioResourceConfigDedicated).not.toHaveProperty(
      'srb-ToAddModList',
    );
    expect(played.measures.run.outcomes).toEqual(['associated']);
  });

  it('are not to make PDCP status reports, as none does', () => {
    const [first] = reconfigurationsIn(play('wt-release-required', { dataIntervalMs: 0 }));
    const [drb] = first!.ies.radioResourceConfigDedicated!['drb-ToAddModList']!;
    expect(drb!['pdcp-Config']).toMatchObject({ 'rlc-AM': { statusReportRequired: false } });
  });
});
