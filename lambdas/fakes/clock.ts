import { afterEach, beforeEach, jest } from '@jest/globals';

/**
 * Has the clock stand still in every test of the file that calls this.
 *
 * @param now ISO 8601
 */
export function clockStandsAt(now: string): void {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(now) });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
}
