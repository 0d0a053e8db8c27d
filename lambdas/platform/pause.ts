/** Resolves after about so many ms: between half and the whole, by chance, so that those who met once don't meet again. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms * (0.5 + Math.random() / 2));
  });
}

/** Waits before a further attempt: twice as long each time, and any part of it, so that those who collided part. */
export function backOff(attempt: number, baseMs = 50): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.random() * baseMs * 2 ** attempt);
  });
}
