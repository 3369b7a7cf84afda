import { objectOf, onlyNames } from '../codecs/check.js';
import { EncodeError } from '../codecs/error.js';
import { inRange, shownNumber } from '../crypto/check.js';

/** How much a validator takes, and how much it tolerates. */
export interface Limits {
  /** Milliseconds that a handshake may suspend user data in a direction; without it any number. */
  readonly suspensionMs?: number | undefined;
  /** Pairs of AP and station that are followed at the same time; 25 000 if left out. */
  readonly sessions?: number | undefined;
  /** Networks that are followed at the same time; 20 000 if left out. */
  readonly networks?: number | undefined;
  /**
   * EAPOL-Key frames that a session keeps, and handshakes with fast BSS transitions; 16 384 if left out. The earliest and the least
   * proven make room for more.
   */
  readonly eapolKeyFrames?: number | undefined;
}

const LIMITS: Readonly<Record<keyof Limits, true>> = {
  suspensionMs: true,
  sessions: true,
  networks: true,
  eapolKeyFrames: true,
};

/** @throws EncodeError with the path, as `limits.suspensionMs`, for what is no number that a limit can be, and for a limit that there is not */
export function requireLimits(limits: Limits): void {
  onlyNames('limits', objectOf(limits, 'limits'), LIMITS);
  const { suspensionMs, ...counts } = limits;
  if (suspensionMs !== undefined && !(Number.isFinite(suspensionMs) && suspensionMs >= 0))
    throw new EncodeError(
      'limits.suspensionMs',
      `must be a number of milliseconds from 0, not ${shownNumber(suspensionMs)}`,
    );
  for (const [name, most] of Object.entries(counts))
    if (most !== undefined && most !== Number.POSITIVE_INFINITY)
      inRange(`limits.${name}`, most, 0, Number.MAX_SAFE_INTEGER);
}
