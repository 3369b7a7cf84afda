import { describe, expect, it } from 'vitest';
import {
  plmnIdentity,
  wtAdditionRequestAcknowledge,
  type XwapView,
  xwSetupRequest,
  xwSetupResponse,
} from '../../../src/codecs/xwap/index.js';
import { SECOND } from '../../../src/flows/engine/engine.js';
import { createXwapEndpoint } from '../../../src/flows/xw/xwap-endpoint.js';
import { playEnb } from '../enb/script.js';
import { chunksOf, commentsOf, eventsOf, LINKTYPE, only } from '../events.js';
import { faults, play } from '../play.js';
import { addition, pair, playWt, scriptXw, wlans } from './script.js';

const setUp = xwSetupResponse({ wtId: { plmn: plmnIdentity('001', '01'), shortId: 1 }, wlans });
const wtTunnel = { address: Uint8Array.of(192, 0, 2, 65), teid: 1 };
const addedAs = (ids: typeof pair) =>
  wtAdditionRequestAcknowledge({ ...ids, admitted: [{ erabId: 5, wtTunnel }] });
const namesOf = (views: readonly XwapView[]) => views.map(({ message }) => message);

describe('an eNB that has lost Xw', () => {
  const start = () => {
    const wt = scriptXw();
    const played = playEnb(createXwapEndpoint(wt.sctp));
    const { clock, enb, attach } = played;
    wt.tell(setUp);
    const ue = attach();
    enb.startLwa(ue);
    const pass = (seconds: number): readonly (string | null)[] => {
      const from = wt.sent.length;
      clock.run(clock.now + seconds * SECOND);
      return namesOf(wt.sent.slice(from));
    };
    return { ...played, wt, ue, pass };
  };

  it('ends the LWA of its UEs, and sets Xw up again: the WT is asked of nothing before', () => {
    const { wt, enb, ue, told, pass } = start();
    wt.tell(addedAs(pair));
    expect(pass(1)).toEqual([]);
    wt.sctp.lost();
    enb.rekey(ue);
    expect(pass(9.9)).toEqual([]);
    expect(told).toEqual(['setup', 'release']);
    expect(wt.connections()).toBe(0);
    expect(pass(0.2)).toEqual(['XwSetupRequest']);
    expect(wt.connections()).toBe(1);
    enb.startLwa(ue);
    expect(pass(1)).toEqual([]);
    expect(namesOf(wt.tell(setUp))).toEqual(['WTAdditionRequest']);
    wt.tell(addedAs({ enbUeXwapId: 1, wtUeXwapId: 2 }));
    pass(1);
    expect(told).toEqual(['setup', 'release', 'setup']);
  });

  it('goes on without LWA where it had asked for it, and takes no answer any more', () => {
    const { wt, told, pass } = start();
    wt.sctp.lost();
    pass(0.1);
    expect(told).toEqual(['bearers']);
    wt.tell(addedAs(pair));
    pass(0.1);
    expect(told).toEqual(['bearers']);
  });

  it('tries again for as long as there is nobody', () => {
    const { wt, pass } = start();
    for (let i = 1; i < 5; i++) {
      wt.sctp.lost();
      pass(11);
      expect(wt.connections()).toBe(i);
    }
  });
});

describe('a WT', () => {
  it('that has lost Xw knows the UEs of that eNB no more', () => {
    const { told, connect } = playWt();
    const [enb, other] = [connect(), connect()];
    enb.tell(addition);
    other.sctp.lost();
    expect(told.splice(0)).toEqual(['adds 1']);
    enb.sctp.lost();
    expect(told).toEqual(['removes 1']);
    expect(enb.connections()).toBe(0);
  });

  it('begins anew with an eNB that sets Xw up once more (TS 36.463, 8.2.1)', () => {
    const { told, connect } = playWt();
    const enb = connect();
    const request = xwSetupRequest({ plmn: plmnIdentity('001', '01'), id: { macro: 1 } });
    enb.tell(request);
    enb.tell(addition);
    expect(namesOf(enb.tell(request))).toEqual(['XwSetupResponse']);
    expect(told).toEqual(['adds 1', 'removes 1']);
  });
});

it('an Xw that carries nothing is tried again and again', () => {
  const played = play('rekey-option-2', { xwLoss: 1, durationMs: 600_000, dataIntervalMs: 0 });
  const asked = played.packets.filter(p => p.linkType === LINKTYPE.xw).flatMap(chunksOf);
  // Nine INITs take 243 s, and 10 s pass before the next.
  expect(asked).toEqual(new Array(9 + 9 + 7).fill('INIT'));
  expect(only(eventsOf(played), 'handover')).toHaveLength(1);
});

it('a WT that Xw does not tell of a release learns from GTP-U that the tunnel is gone, and the validator finds no fault', () => {
  const overrides = { xwLoss: 0.3, loss: 0.5, ues: 2, dataIntervalMs: 50, durationMs: 40_000 };
  const told = [13, 14, 15, 16, 17, 18, 19, 20]
    .map(seed => play('rekey-rel13-release-and-add', overrides, seed))
    .filter(played =>
      commentsOf(played).includes('the eNB has no such tunnel: the WT asks it to release the UE'),
    );
  expect(told.length).toBeGreaterThan(0);
  for (const played of told) {
    expect(eventsOf(played)).toContain('WTReleaseRequired');
    expect(faults(played).filter(rule => rule !== 'xwap-unanswered' && rule !== 'lwa-failed')).toEqual([]);
  }
});
