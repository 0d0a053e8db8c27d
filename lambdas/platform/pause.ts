/** Resolves after about so many ms: between half and the whole, by chance, so that those who met once don't meet again. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms * (0.5 + Math.random() / 2));
  });
}
