import { describe, expect, it } from 'vitest';
import { decodeGsmtap } from '../../../src/codecs/link/gsmtap.js';
import { decodeIpv4 } from '../../../src/codecs/link/ipv4.js';
import { decodeUdp } from '../../../src/codecs/link/udp.js';
import { DlDcch, reconfigurationOf } from '../../../src/codecs/rrc/index.js';
import { LINKTYPE } from '../events.js';
import { type Played, play } from '../play.js';

/** The RRCConnectionReconfigurations of a capture. */
const reconfigurationsIn = ({ packets }: Pick<Played, 'packets'>) =>
  packets.flatMap(({ linkType, bytes }) => {
    if (linkType !== LINKTYPE.uu) return [];
    const { uplink, payload } = decodeGsmtap(decodeUdp(decodeIpv4(bytes).payload).payload);
    return uplink ? [] : (reconfigurationOf(DlDcch.decode(payload)) ?? []);
  });

describe('the bearers of a UE', () => {
  it.each(['rekey-option-2', 'rekey-rel13-release-and-add', 'handover-without-wt-change'])(
    '%s: SRB2 and the DRB are set up once, before the handover (TS 36.331, 5.3.5.2)',
    name => {
      const messages = reconfigurationsIn(play(name));
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

  it('are not to make PDCP status reports, as none does', () => {
    const [first] = reconfigurationsIn(play('wt-release-required', { dataIntervalMs: 0 }));
    const [drb] = first!.ies.radioResourceConfigDedicated!['drb-ToAddModList']!;
    expect(drb!['pdcp-Config']).toMatchObject({ 'rlc-AM': { statusReportRequired: false } });
  });
});
