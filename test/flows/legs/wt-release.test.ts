import { describe, expect, it } from 'vitest';
import { countOf } from '../../../src/flows/user-data.js';
import { commentsOf, eventsOf, gPduOf, only, uuDataOf, xwapOf } from '../events.js';
import { type Played, play } from '../play.js';

const name = 'wt-release-required';
const STIMULUS = 1.149;

const dropped = (played: Played): number =>
  commentsOf(played).filter(text => text.startsWith('dropped: ')).length;

/** Each XwAP message of a capture with its IEs. */
const xwapIn = ({ packets }: Played) => packets.filter(p => p.linkType === 1 && !gPduOf(p)).flatMap(xwapOf);

describe(name, () => {
  const played = play(name);

  it('goes from the request of the WT to the release at the UE, by way of the eNB', () => {
    expect(eventsOf(played, STIMULUS)).toEqual([
      'WTReleaseRequired',
      'WTReleaseConfirm',
      'reconfiguration, LWA release',
      'deauthentication 2',
      'complete',
    ]);
  });

  it('names one connection in request and answer, and the cause', () => {
    const [required, confirm] = xwapIn(played).filter(({ message }) => /^WTRelease/.test(message));
    expect(required!.ies).toMatchObject({ Cause: { choice: 'radioNetwork', value: 'reduce-load' } });
    for (const id of ['ENB-UE-XwAP-ID', 'WT-UE-XwAP-ID'] as const)
      expect((confirm!.ies as Record<string, unknown>)[id]).toEqual(
        (required!.ies as Record<string, unknown>)[id],
      );
  });

  it.each(['switch-off-ongoing', 'wLAN-not-available'])('gives the cause %s if told to', releaseCause => {
    const other = play(name, { releaseCause, dataIntervalMs: 0 });
    const required = xwapIn(other).find(({ message }) => message === 'WTReleaseRequired')!;
    expect(required.ies).toMatchObject({ Cause: { value: releaseCause } });
    expect(commentsOf(other)).toContain(
      `the WT requires the release of the UE, ${releaseCause}: the eNB confirms`,
    );
  });

  it('is read as what it is, and without a fault', () => {
    expect(played.report.findings.map(({ rule, severity }) => ({ rule, severity }))).toEqual([
      { rule: 'lwa-failed', severity: 'warning' },
    ]);
    expect(played.report.findings[0]!.message).toContain('cause reduce-load');
    expect(played.measures.ues[0]).toMatchObject({ outcome: 'released', associations: 1, sKwt: undefined });
  });

  it('has user data go on over Uu: no more of it on Xw-U, and no packet number left out', () => {
    const { packets } = played;
    const at = packets.findIndex(p => uuDataOf(p) !== undefined);
    for (const isUplink of [true, false]) {
      const counts = packets.flatMap(p => {
        const data = uuDataOf(p);
        return data?.isUplink === isUplink ? [countOf(data.pdcp, 18)!] : [];
      });
      expect(counts.length).toBeGreaterThan(150);
      expect(counts).toEqual(counts.map((_, i) => counts[0]! + i));
    }
    expect(packets.slice(0, at).some(p => gPduOf(p) !== undefined)).toBe(true);
    expect(packets.slice(at + 5).some(p => gPduOf(p) !== undefined)).toBe(false);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'loses nothing but what the WT acknowledges and drops, as it has let go of the UE, seed %i',
    seed => {
      const one = play(name, {}, seed);
      const [{ uplink, downlink }] = one.measures.ues as [Played['measures']['ues'][number]];
      expect(downlink).toMatchObject({ lost: 0, reordered: 0 });
      expect(uplink).toMatchObject({ lost: dropped(one), reordered: 0 });
      expect(uplink.lost).toBeLessThan(3);
      expect(uplink.suspension).toBeLessThan(40e6);
    },
  );

  it('brings over Uu what a lossy air did not confirm', () => {
    const one = play(name, { loss: 0.5, dataIntervalMs: 20, durationMs: 6000, stimulusAfterMs: 4000 });
    expect(one.measures.run.outcomes).toEqual(['released']);
    const overUu = one.packets.flatMap(p => uuDataOf(p) ?? []).filter(({ isUplink }) => isUplink);
    const counts = overUu.map(({ pdcp }) => countOf(pdcp, 18)!);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    // Some of before the release, and others of before were confirmed.
    expect(counts.some((count, i) => i > 0 && count > counts[i - 1]! + 1)).toBe(true);
  });

  it('ends LWA once, where the UE gives the WLAN up as it is being told', () => {
    const one = play(name, {
      ...{ loss: 1, associationTimerS: 10, dataIntervalMs: 0 },
      ...{ stimulusAfterMs: 10_015, durationMs: 11_000 },
    });
    expect(only(eventsOf(one, STIMULUS), 'reconf', 'failure', 'complete')).toEqual([
      'reconfiguration, LWA release',
      'failureTimeout',
      'complete',
    ]);
    expect(only(commentsOf(one), 'the UE reports')).toEqual([]);
    // It was never there.
    expect(one.measures.run.outcomes).toEqual(['failed']);
  });

  it('has user data wait, and lose no more, where the UE is slow to be told', () => {
    const slow = play(name, { uuDelayMs: 100 }).measures.ues[0]!;
    expect(slow.outcome).toBe('released');
    expect(slow.uplink.lost).toBeLessThan(3);
    expect(slow.uplink.suspension).toBeGreaterThan(100e6);
  });
});
