import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * V8 has four threads for compilation and garbage collection, whatever the number of processors. At this niceness the four
 * together get little more of a processor than a thread at 0 does; far above, they starve where others keep the processors
 * busy, and the program waits for them.
 */
const NICENESS = 5;

/**
 * Lets the helper threads of this process give way to the one that computes, where the system has priorities by thread: on two
 * processors a simulation of thousands of UEs takes a twentieth less time. Threads that are started later are as before.
 */
export function easeHelperThreads(): void {
  try {
    // The thread that computes has the number of the process.
    for (const thread of readdirSync('/proc/self/task').map(Number))
      if (thread !== process.pid) setPriority(thread, NICENESS);
  } catch {
    // Not on Linux, or not allowed: then all is as fast as the system makes it.
  }
}
