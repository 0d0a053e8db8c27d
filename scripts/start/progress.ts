import { Format, SingleBar } from 'cli-progress';

/** A progress bar on a terminal; a line every ten seconds where there is none (CI, a file). */
export class Progress {
  private readonly bar: SingleBar | undefined;
  private printedAt = Date.now();

  constructor(
    private readonly title: string,
    private total = 0,
  ) {
    if (!process.stdout.isTTY) return;
    this.bar = new SingleBar({
      format: `  ${title.padEnd(22)} {bar} {value}/{total} {unit}`,
      formatBar: Format.BarFormat,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 30,
      hideCursor: true,
      clearOnComplete: false,
    });
    this.bar.start(total, 0, { unit: '' });
  }

  update(done: number, total = this.total, unit = ''): void {
    this.total = total;
    if (this.bar) {
      this.bar.setTotal(total);
      this.bar.update(done, { unit });
    } else if (Date.now() - this.printedAt >= 10_000) {
      this.printedAt = Date.now();
      console.log(`  ${this.title}: ${done}/${total} ${unit}`.trimEnd());
    }
  }

  /** Ends the bar and leaves one line that says what was done. */
  end(summary: string): void {
    this.bar?.stop();
    console.log(`  ${this.title}: ${summary}`);
  }
}
