import { describe, expect, it } from 'vitest';
import { reportOfSeveral } from '../../src/report/index.js';
import { manifestOf, packetsOf, reportOn } from '../manifest.js';

const named = (file: string) => {
  const capture = manifestOf('captures').find(one => one.file === file)!;
  return {
    capture: file,
    report: reportOn(packetsOf(`captures/${file}`), { ...capture, pmks: { X: '00'.repeat(32) } }),
  };
};
const a = named('a-wpa2-psk-ccmp-initial.pcap');
const d = named('d-wpa2-psk-wrong-psk.pcap');

describe('one report of several', () => {
  it('names the capture of each frame and keeps findings with their sessions', () => {
    const whole = reportOfSeveral([a, d]);
    expect(whole.packets).toBe(a.report.packets + d.report.packets);
    expect(whole.sessions.map(s => s.capture)).toEqual([a.capture, d.capture]);
    expect(whole.findings.length).toBe(a.report.findings.length + d.report.findings.length);
    for (const [i, { session, frames, message }] of whole.findings.entries()) {
      const of = i < a.report.findings.length ? a : d;
      expect(whole.sessions[session]!.capture).toBe(of.capture);
      expect(message.startsWith(`${of.capture}: `)).toBe(true);
      for (const frame of frames) expect(frame).toMatchObject({ capture: of.capture });
    }
    const [first] = whole.sessions;
    expect(first!.handshakes[0]!.frames.M1).toEqual([{ capture: a.capture, frame: 19 }]);
    expect(first!.eapolKeyFrames[0]!.frame).toEqual({ capture: a.capture, frame: 19 });
    expect(a.report.sessions[0]!.eapolKeyFrames[0]!.frame).toBe(19);
  });

  it('leaves the report on one as it is', () => {
    expect(reportOfSeveral([a])).toBe(a.report);
  });
});
