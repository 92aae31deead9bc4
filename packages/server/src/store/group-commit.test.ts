import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { groupCommit } from './group-commit.ts';
import type { Tables } from './schema.ts';
import { nodeSqliteDialect } from './sqlite-dialect.ts';

describe('groups of transactions on SQLite', () => {
  let said: string[];
  let commits: ReturnType<typeof groupCommit>;
  beforeEach(() => {
    const database = new DatabaseSync(':memory:');
    database.exec('create table note (text text unique)');
    said = [];
    commits = groupCommit(
      new Kysely<Tables>({
        dialect: nodeSqliteDialect(database),
        log: ({ query }) => void said.push(query.sql),
      }),
    );
  });

  const write =
    (text: string) =>
    async (db: Kysely<Tables>): Promise<void> => {
      await sql`insert into note values (${sql.lit(text)})`.execute(db);
    };
  const insert = (text: string): string => `insert into note values ('${text}')`;
  const unflushed = (...texts: string[]): string[] => [
    'pragma synchronous = normal',
    'begin immediate',
    ...texts.map(insert),
    'commit',
    'pragma synchronous = full',
  ];

  it('are flushed when one of them has to be', async () => {
    await Promise.all([commits.statements(write('a')), commits.transaction(write('b'))]);
    expect(said).toEqual([
      'begin immediate',
      insert('a'),
      'savepoint work',
      insert('b'),
      'release work',
      'commit',
    ]);
  });

  it('are not flushed when none has to be', async () => {
    await Promise.all([commits.statements(write('a')), commits.statements(write('b'))]);
    expect(said).toEqual(unflushed('a', 'b'));
  });

  it('that are not flushed take in none that has to be', async () => {
    const late: Promise<void>[] = [];
    await commits.statements(async (db) => {
      late.push(commits.transaction(write('late')));
      await write('early')(db);
    });
    await Promise.all(late);
    expect(said.slice(0, 5)).toEqual(unflushed('early'));
    expect(said.slice(5)).toEqual([
      'begin immediate',
      'savepoint work',
      insert('late'),
      'release work',
      'commit',
    ]);
  });

  it('are flushed again after one that failed', async () => {
    const twice = async (db: Kysely<Tables>): Promise<void> => {
      await write('a')(db);
      await write('a')(db);
    };
    await expect(commits.statements(twice)).rejects.toThrow('UNIQUE');
    expect(said.at(-1)).toBe('pragma synchronous = full');
    // Each statement by itself: the first of the two stays.
    await expect(commits.transaction(write('a'))).rejects.toThrow('UNIQUE');
  });
});
