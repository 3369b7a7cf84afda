import type { RuleInfo } from '../../src/report/index.js';
import type { Finding, Report, SessionReport } from '../../src/validate/index.js';

/** A session without anything in it but what `parts` has. */
export const session = (parts: Partial<SessionReport> = {}): SessionReport => ({
  ap: '02:00:00:00:00:01',
  station: '02:00:00:00:00:02',
  eapolKeyFrames: [],
  handshakes: [],
  protectedFrames: { decrypted: 0, undecrypted: 0 },
  protectedManagementFrames: { decrypted: 0, undecrypted: 0 },
  keys: [],
  management: [],
  verdict: 'No handshake in the capture.',
  ...parts,
});

export const finding = (parts: Partial<Finding> = {}): Finding => ({
  rule: 'mic-wrong',
  severity: 'error',
  session: 0,
  frames: [21],
  message: 'The MIC of M2 in frame 21 is wrong.',
  ...parts,
});

export const report = (sessions: readonly SessionReport[], findings: readonly Finding[] = []): Report => ({
  packets: 40,
  unreadPackets: [],
  unorderedPackets: [],
  unchecked: [],
  unrelatedCaptures: [],
  damagedPackets: [],
  unreadableHeaders: [],
  unmatchedKeys: [],
  untrackedFrames: 0,
  sessions,
  findings,
});

export const rules: readonly RuleInfo[] = [
  {
    id: 'mic-wrong',
    severity: 'error',
    clause: 'IEEE 802.11-2020, 12.7.2',
    explanation: 'It is wrong. It was dropped.',
  },
  {
    id: 'undecrypted',
    severity: 'note',
    clause: 'IEEE 802.11-2020, 12.5',
    explanation: 'No key. It is missing.',
  },
];

/** A re-key by option 1, on all three links: WT first, M2 under the old key. */
export const lteSession = session({
  rrc: [
    {
      frame: 2,
      time: '0.010',
      direction: 'downlink',
      message: 'RRCConnectionReconfiguration',
      detail: 'wtCounter 1',
      macI: 'valid',
    },
    {
      frame: 3,
      time: '0.025',
      direction: 'uplink',
      message: 'RRCConnectionReconfigurationComplete',
      macI: 'none',
    },
  ],
  xw: [
    { frame: 8, time: '1.0', from: 'enb', message: 'WTModificationRequest', detail: 'WT Security Key' },
    { frame: 9, time: '1.01', from: 'wt', message: 'WTModificationRequestAcknowledge' },
  ],
  management: [
    { frame: 4, time: '0.03', from: 'station', message: 'association-request' },
    { frame: 20, time: '5.1', from: 'ap', message: 'deauthentication', detail: 'reason 15' },
  ],
  eapolKeyFrames: [
    { frame: 10, time: '1.1', message: 'M1', replayCounter: '1', protected: false, mic: 'none' },
    { frame: 11, time: '2.1', message: 'M1', replayCounter: '2', protected: false, mic: 'none' },
    { frame: 12, time: '3.1', message: 'M1', replayCounter: '3', protected: false, mic: 'none' },
    { frame: 13, time: '3.2', message: 'M2', replayCounter: '3', protected: false, mic: 'invalid' },
  ],
  missing: [{ frame: 16, time: '4', where: 'xw' }],
  sKwts: [
    { frame: 2, time: '0.010', side: 'ue', state: 'given', wtCounter: 1 },
    { frame: 8, time: '1.0', side: 'wt', state: 'given', pmk: 'S-KWT #1' },
  ],
});
