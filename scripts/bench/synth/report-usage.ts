import { writeSync } from 'node:fs';

/** Preloaded into a measured process: what it took, reported on file descriptor 3 as it ends. */
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, JSON.stringify({ peakKiB: maxRSS, cpuMs: (userCPUTime + systemCPUTime) / 1000 }));
});
