import type { Rule } from '../rule.js';

/** A handshake that suspends user data for longer than the caller allows. */
export const suspension: Rule = {
  id: 'suspension',
  severity: 'error',
  clause: 'the limit that the caller sets (--limit-suspension)',
  explanation:
    'Around a handshake there is no user data in one direction for longer than the limit that was set. The time counts from the last protected frame with user data before the handshake to the first after it; the association may have been lost and made again in between.',
  watch: ({ limits: { suspensionMs }, inFrames }) => {
    if (suspensionMs === undefined) return {};
    const most = BigInt(Math.round(suspensionMs * 1e6));
    return {
      *resumed({ frame, time, before, fromAp }) {
        const gap = time - before.time;
        if (gap <= most) return;
        yield {
          frames: [before.frame, frame],
          message: `No user data from the ${fromAp ? 'AP' : 'station'} for ${Number(gap / 1000n) / 1000} ms around a handshake, between ${inFrames([before.frame, frame])}; the limit is ${suspensionMs} ms.`,
        };
      },
    };
  },
};
