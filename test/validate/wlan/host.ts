import type { Tracked } from '../../../src/validate/session.js';
import type { SessionHost } from '../../../src/validate/session-host.js';

/** What sessions are given where nobody listens. @param reported takes those that become ones to report */
export const silentHost = (reported: Tracked[] = []): SessionHost => ({
  reported,
  limits: {},
  pmks: () => [],
  named: () => {},
  begun: () => {},
  proven: () => {},
  clocksApart: () => 0n,
  areOneClock: () => true,
  seenUntil: () => 0n,
  hasOtherAps: () => false,
  stranger: () => undefined,
  shownNetworks: () => [],
  inFrames: () => '',
  span: () => '',
  watch: () => ({ emit: () => {}, isWatched: () => false }),
});
