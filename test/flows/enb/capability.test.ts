import { describe, expect, it } from 'vitest';
import type { UeCapability } from '../../../src/codecs/rrc/index.js';
import {
  plmnIdentity,
  wtAdditionRequestAcknowledge,
  xwSetupResponse,
} from '../../../src/codecs/xwap/index.js';
import { SECOND } from '../../../src/flows/engine/engine.js';
import { createXwapEndpoint } from '../../../src/flows/xw/xwap-endpoint.js';
import { commentsOf, eventsOf, only } from '../events.js';
import { play, run } from '../play.js';
import { pair, scriptXw, wlans } from '../xw/script.js';
import { playEnb } from './script.js';

/** UE capability transfer (TS 36.331, 5.6.3). */

const ADDRESS = Uint8Array.of(2, 0, 0, 0, 0, 0xa5);

describe('an eNB that does not know what a UE can do', () => {
  const played = (capability: UeCapability) => {
    const wt = scriptXw();
    const { clock, enb, attach, told } = playEnb(createXwapEndpoint(wt.sctp), { capability });
    wt.tell(
      xwSetupResponse({
        wtId: { plmn: plmnIdentity('001', '01'), shortId: 1 },
        wlans: [{ ssid: wlans[0]!.ssid }],
      }),
    );
    const start = (): void => {
      enb.startLwa(1);
      clock.run(clock.now + SECOND / 2);
    };
    attach();
    start();
    return { wt, told, start, clock };
  };

  it('asks it, and gives the WT the address that the UE tells', () => {
    const { wt, told, clock } = played({ lwa: true, wlanMacAddress: ADDRESS });
    expect(told).toEqual(['capability enquiry']);
    expect(wt.sent.at(-1)).toMatchObject({ message: 'WTAdditionRequest', ies: { 'UE-Identity': ADDRESS } });
    wt.tell(
      wtAdditionRequestAcknowledge({
        ...pair,
        admitted: [{ erabId: 5, wtTunnel: { address: Uint8Array.of(192, 0, 2, 65), teid: 1 } }],
      }),
    );
    clock.run(clock.now + SECOND / 2);
    expect(told).toEqual(['capability enquiry', 'setup']);
  });

  it('begins no LWA with one that cannot, or has no address there: it has its bearers all the same', () => {
    for (const capability of [{ wlanMacAddress: ADDRESS }, { lwa: true }, {}]) {
      const { wt, told, start } = played(capability);
      expect(told).toEqual(['capability enquiry', 'bearers']);
      start();
      expect(told.filter(one => one === 'bearers')).toHaveLength(1);
      expect(wt.sent.map(({ message }) => message)).toEqual(['XwSetupRequest']);
    }
  });
});

describe('a run in which UEs are asked', () => {
  const NAMES = ['ueCapability', 'WTAddition', 'reconf', 'handover'];

  it.each([
    ['rekey-option-2', 'rekeyed'],
    ['handover-without-wt-change', 'rekeyed'],
    ['rekey-rel13-release-and-add', 'reassociated'],
  ])('%s asks each once, first of all', (name, outcome) => {
    const one = play(name, { capabilities: 'asked', dataIntervalMs: 0 });
    const [stored, asked] = ['stored', 'asked'].map(capabilities =>
      only(eventsOf(play(name, { capabilities, dataIntervalMs: 0 })), ...NAMES),
    );
    expect(asked).toEqual(['ueCapabilityEnquiry', 'ueCapabilityInformation', ...stored!]);
    expect(one.measures.ues[0]!.outcome).toBe(outcome);
    expect(one.report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('says so in the capture', () => {
    const comments = commentsOf(play('initial-access', { capabilities: 'asked', dataIntervalMs: 0 }));
    expect(only(comments, 'the eNB asks', 'the UE tells')).toEqual([
      'the eNB asks what the UE can do',
      'the UE tells its address in WLANs: 02:55:45:00:00:01',
    ]);
  });
});

describe('a UE that is on the WLAN with another address than it tells', () => {
  it.each(['stored', 'asked'])('is sent away by the WT, which has its key for that one: %s', capabilities => {
    const one = play('rekey-option-2', { capabilities, wlanAddress: 'other', dataIntervalMs: 0 });
    // It tries for as long as T351 runs.
    expect(one.measures.ues[0]!.outcome).toBe('unfinished');
    const overrides = { capabilities, wlanAddress: 'other', dataIntervalMs: 0, associationTimerS: 10 };
    expect(run('rekey-option-2', { ...overrides, durationMs: 11_000 }).measures.run.outcomes).toEqual([
      'failed',
    ]);
    expect(commentsOf(one)).toContain('the WT does not know this UE');
    const found = one.report.findings.filter(({ rule }) => rule === 'wlan-address-differs');
    expect(found).toMatchObject([{ severity: 'warning' }]);
    const blamed = capabilities === 'asked' ? 'The UE has the WLAN address' : 'The eNB gives the WT';
    expect(found[0]!.message).toContain(`${blamed} 00:55:45:00:00:01`);
    expect(found[0]!.message).toContain('has 02:55:45:00:00:01.');
  });
});
