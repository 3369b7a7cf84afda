import { decodeKeyData } from '../../codecs/dot11/kde.js';
import { isLeaving, REASON } from '../../codecs/dot11/reason-codes.js';
import { openKeyData } from '../../crypto/handshake.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import { isMultiLink, type Session } from '../session.js';
import { type ChannelClaim, channelClaim, channelName } from '../watch/operating-channel.js';
import { watchRuns } from '../watch/runs.js';
import { type Ending, reasonText } from '../wlan/ending.js';
import { isPtkUsed, LONGEST_WAIT, type Run } from '../wlan/run.js';
import { isFollowedByData } from '../wlan/traffic.js';

/** An M3 that a station which validates the operating channel has to drop. */
export const ociMismatch: Rule = {
  id: 'oci-mismatch',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.2.9 and 12.7.6.4',
  explanation:
    'The RSNEs of both sides say that they validate the operating channel (OCVC), but M3 has no OCI, or names another channel in it than M2 did, and the handshake goes no further. The station has to drop such an M3, because somebody may relay frames from one channel to another; but the AP may also have changed its channel since M2, or its software may be wrong (a warning where the end of the association does not speak of a lack of M4).',
  watch: session => watchRuns((run, events, { time }) => judge(session, run, events, time)),
};

/** @param time at which the handshake is over */
function* judge(
  session: Session,
  run: Run,
  events: readonly EapolKeyEvent[],
  time: bigint,
): Iterable<Observation> {
  const { ending, ptk, frames, complete, latestTime } = run;
  // What ends the association much later has another reason.
  if (ending === undefined || ptk === undefined || time - latestTime > LONGEST_WAIT) return;
  if (complete || frames.M4 !== undefined || isPtkUsed(run) || isFollowedByData(session, run)) return;
  // With multi-link operation, M2 and M3 may come over the links of two channels.
  if (isMultiLink(session)) return;
  const of = (message: string): readonly EapolKeyEvent[] =>
    events.filter(({ record }) => record.message === message && record.mic === 'valid');
  const claimed = ({ key }: EapolKeyEvent): ChannelClaim =>
    channelClaim(decodeKeyData(openKeyData(ptk.kek, key) ?? new Uint8Array(), { lax: true }).value);
  const [m2, m3] = [of('M2').at(-1), of('M3')];
  if (m2 === undefined || m3[0] === undefined) return;
  const [own, ofAp] = [claimed(m2), claimed(m3[0])];
  if (!own.isValidating || !ofAp.isValidating || own.oci === undefined) return;
  if (ofAp.oci?.primaryChannel === own.oci.primaryChannel) return;
  const { inFrames } = session;
  const all = m3.map(({ frame }) => frame);
  const [before, now] = [inFrames([m2.frame]), inFrames(all)];
  yield {
    frames: [m2.frame, ...all, ending.frame],
    ...(isOnAccount(ending, m3) ? {} : { severity: 'warning' }),
    message: `${
      ofAp.oci === undefined
        ? `M3 in ${now} has no OCI, though the RSNEs of both have OCVC, and M2 in ${before} has one`
        : `M3 in ${now} names ${channelName(ofAp.oci)}, but M2 in ${before} ${channelName(own.oci)}`
    }: the station has to drop such an M3; the ${ending.by === 'ap' ? 'AP' : 'station'} ends the association in ${inFrames([ending.frame])}${reasonText(ending)}.`,
  };
}

/** Whether an end may be for the lack of M4 after M3 was sent again, or the station’s for what it finds in M3. */
const isOnAccount = ({ by, reason }: Ending, m3: readonly EapolKeyEvent[]): boolean =>
  by === 'station' ? !isLeaving(reason) : reason === REASON.handshakeTimeout && m3.length > 1;
