import type { EapolKeyRecord } from '../wlan/eapol-key-record.js';
import type { Run, RunMessage } from '../wlan/run.js';

/** What each answer answers. */
export const questions = { M2: 'M1', M4: 'M3', G2: 'G1' } as const satisfies Partial<
  Record<RunMessage, RunMessage>
>;

/**
 * Answers with a right MIC that all have one replay counter, which no message of the AP has, though another message came before
 * each: a receiver drops them (IEEE 802.11-2020, 12.7.2 d). One alone may answer what the capture lacks, and that is sent with
 * this counter once.
 */
export function miscounted(run: Run, answer: keyof typeof questions): readonly EapolKeyRecord[] {
  const byCounter = new Map<string, EapolKeyRecord[]>();
  /** Counters of the answers since the latest question. */
  const since = new Set<string>();
  for (const record of run.records) {
    const { message, mic, replayCounter } = record;
    if (message === questions[answer]) since.clear();
    if (message !== answer || mic !== 'valid' || run.counters.has(BigInt(replayCounter))) continue;
    const same = byCounter.get(replayCounter);
    if (same === undefined) byCounter.set(replayCounter, [record]);
    else if (!since.has(replayCounter)) same.push(record);
    since.add(replayCounter);
  }
  return [...byCounter.values()].find(({ length }) => length > 1) ?? [];
}
