import type { Run } from './run.js';

/** What is known of the user data of a session in one direction. */
export interface Traffic {
  /** The latest. */
  frame: number;
  time: bigint | undefined;
  /** The handshake of which a frame came since. */
  since: Run | undefined;
  /** Whether the station has been away since. */
  isAway: boolean;
}

/** Whether data are protected behind the first handshake of an association, which had no keys before. */
export const isFollowedByData = (
  { traffic }: { readonly traffic: readonly Traffic[] },
  { kind, latestTime }: Run,
): boolean => kind === 'initial' && traffic.some(({ time }) => time !== undefined && time > latestTime);

/** The traffic of a direction before any user data. */
export const newTraffic = (): Traffic => ({ frame: 0, time: undefined, since: undefined, isAway: false });
