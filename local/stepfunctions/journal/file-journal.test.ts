import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FileJournal, readJournalFile } from './file-journal';
import type { JournalLine } from './journal';

let folder: string;
let file: string;
const warnings: string[] = [];
const opened: FileJournal[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  file = join(folder, 'journal.jsonl');
});
afterEach(() => {
  for (const journal of opened.splice(0)) journal.close();
  warnings.length = 0;
  rmSync(folder, { recursive: true, force: true });
});

function open(): FileJournal {
  const journal = FileJournal.open(folder, (message) => warnings.push(message));
  opened.push(journal);
  return journal;
}
function close(journal: FileJournal): void {
  journal.close();
  opened.splice(opened.indexOf(journal), 1);
}
const removed = (executionArn: string): JournalLine => [{ type: 'removed', executionArn }];

describe('a journal in a file', () => {
  test('gives back what was appended, in its order', () => {
    const journal = open();
    expect([...journal.lines()]).toEqual([]);
    // One is longer than the pieces that the file is read in, and one has characters of several bytes.
    const lines = [removed('a'), removed('x'.repeat(3_000_000)), removed('日本語'), [...removed('b'), ...removed('c')]];
    for (const line of lines) journal.append(line);
    close(journal);
    expect([...open().lines()]).toEqual(lines);
    expect([...readJournalFile(folder).lines()]).toEqual(lines);
  });

  test('lies with the operating system as soon as it is appended, so that kill -9 loses nothing', () => {
    open().append(removed('a'));
    expect(readFileSync(file, 'utf8')).toBe('[{"type":"removed","executionArn":"a"}]\n');
  });

  test.each(['[{"type":"remo', '[{"type":"removed","executionArn":"b"}]', '\0\0\0\0'])(
    'is cut off after the last newline: %j',
    (tail) => {
      const journal = open();
      journal.append(removed('a'));
      close(journal);
      appendFileSync(file, tail);
      expect([...readJournalFile(folder).lines()]).toEqual([removed('a')]);

      const again = open();
      expect([...again.lines()]).toEqual([removed('a')]);
      expect(warnings).toEqual([expect.stringContaining(`The last ${tail.length} bytes of ${file} are no whole line`)]);
      const kept = readdirSync(folder).find((name) => name.startsWith('journal.jsonl.cut-')) ?? '';
      expect(readFileSync(join(folder, kept), 'utf8')).toBe(tail);
      again.append(removed('c'));
      close(again);
      expect([...open().lines()]).toEqual([removed('a'), removed('c')]);
    },
  );

  test.each(['{}\n', '\n', '\0\0\0\0\n[{"type"', `[{"type"\n${JSON.stringify(removed('b'))}\n`])(
    'is left as it is when a line of it cannot be read: %j',
    (damaged) => {
      const journal = open();
      journal.append(removed('a'));
      close(journal);
      appendFileSync(file, damaged);
      const whole = readFileSync(file, 'utf8');
      const message = `Line 2 of ${file}, at byte 40, is no line of a journal.`;
      expect(() => [...open().lines()]).toThrow(message);
      expect(() => [...readJournalFile(folder).lines()]).toThrow(`truncate -s 40 ${file}`);
      expect(readFileSync(file, 'utf8')).toBe(whole);
      expect(warnings).toEqual([]);
    },
  );

  test.each(['hi', 'hi\n', '\0\0', '[{"type":"other'])('is none when the file is another: %j', (text) => {
    writeFileSync(file, text);
    expect(() => [...open().lines()]).toThrow(`Line 1 of ${file}, at byte 0, is no line of a journal.`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test.each(['[{"ty', '[{"type":"journal","vers'])('whose first line was written half begins anew: %j', (text) => {
    writeFileSync(file, text);
    expect([...open().lines()]).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  test('is replaced as a whole, and goes on', () => {
    const journal = open();
    for (const name of ['a', 'b', 'c']) journal.append(removed(name));
    journal.replace([removed('c')]);
    journal.append(removed('d'));
    close(journal);
    expect([...open().lines()]).toEqual([removed('c'), removed('d')]);
    expect(existsSync(`${file}.next`)).toBe(false);
  });

  test('that was being replaced when the process ended is the old one', () => {
    const journal = open();
    journal.append(removed('a'));
    close(journal);
    writeFileSync(`${file}.next`, '[{"type"');
    expect([...open().lines()]).toEqual([removed('a')]);
    expect(warnings).toEqual([]);
  });

  test('is long when it has grown to twice its size, and by 16 MiB at least', () => {
    const journal = open();
    const line = removed('x'.repeat(4 * 1024 * 1024));
    for (let count = 0; count < 4; count++) {
      expect(journal.isLong).toBe(false);
      journal.append(line);
    }
    expect(journal.isLong).toBe(true);
    journal.replace(Array(5).fill(line));
    for (let count = 0; count < 5; count++) {
      expect(journal.isLong).toBe(false);
      journal.append(line);
    }
    expect(journal.isLong).toBe(true);
  });
});

const unix = process.platform === 'win32' ? test.skip : test;
unix('a line that does not fit on the disk leaves nothing behind', () => {
  const program = `
    const { FileJournal } = require('./local/stepfunctions/journal/file-journal');
    const journal = FileJournal.open(process.argv[1], console.warn);
    for (const size of [1, 1000000, 1]) {
      try {
        journal.append([{ type: 'removed', executionArn: 'x'.repeat(size) }]);
      } catch (error) {
        console.log(error.message);
      }
    }
    journal.close();`;
  const limited = ['-c', 'ulimit -f 512; exec "$0" --import tsx -e "$1" "$2"', process.execPath, program, folder];
  const { stdout } = spawnSync('sh', limited, { cwd: join(__dirname, '../../..'), encoding: 'utf8' });
  expect(stdout).toContain(`The journal ${file} cannot be written: EFBIG`);
  expect([...open().lines()]).toEqual([removed('x'), removed('x')]);
});

describe('a folder', () => {
  test('is for one process at a time', () => {
    // The process that runs this test is alive, and another one is asked to open the folder.
    open();
    const program = `require('./local/stepfunctions/journal/file-journal').FileJournal.open(process.argv[1], console.warn)`;
    const root = join(__dirname, '../../..');
    const other = spawnSync(process.execPath, ['--import', 'tsx', '-e', program, folder], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(other.status).toBe(1);
    expect(other.stderr).toContain(`The folder ${folder} is used by the process ${process.pid}.`);
  });

  test('that a process has left locked when it was killed is taken over', () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(join(folder, 'lock'), String(gone));
    expect([...open().lines()]).toEqual([]);
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(String(process.pid));
  });

  const linux = process.platform === 'linux' ? test : test.skip;
  linux('that a killed process has left locked is taken over before its parent has taken notice', async () => {
    // The shell becomes a program that does not look after the child it had before.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
    const becomes = async (pid: number | undefined, stat: RegExp) => {
      while (!stat.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise(setImmediate);
    };
    try {
      const pid = await new Promise<number>((resolve) => {
        parent.stdout.once('data', (said) => resolve(Number(said)));
      });
      await becomes(parent.pid, /\(sleep\)/);
      process.kill(pid, 'SIGKILL');
      await becomes(pid, /\) Z /);
      writeFileSync(join(folder, 'lock'), String(pid));
      expect([...open().lines()]).toEqual([]);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  test('is made when it is not there', () => {
    folder = join(folder, 'a', 'b');
    expect([...open().lines()]).toEqual([]);
  });

  test('that has no journal is said to have none', () => {
    const none = join(folder, 'none');
    for (const without of [folder, none]) {
      expect(() => [...readJournalFile(without).lines()]).toThrow(`The folder ${without} has no journal: `);
    }
    writeFileSync(none, '');
    expect(() => [...readJournalFile(none).lines()]).toThrow(
      `The journal ${none}/journal.jsonl cannot be read: ENOTDIR`,
    );
  });

  test('that cannot be one is an error that names it', () => {
    writeFileSync(file, '');
    expect(() => FileJournal.open(file, () => {})).toThrow(`The folder ${file} cannot be used for data: `);
  });
});
