import { describe, expect, test } from 'vitest'
import { WeeklyError } from '../../../src/core/errors.ts'
import { explainStoreError } from '../../../src/store/engine/store-errors.ts'

const fromServer = (code: string): Error => Object.assign(new Error('words of the server'), { code, severity: 'ERROR' })
const fromSqlite = (errcode: number): Error => Object.assign(new Error('Wörter'), { code: 'ERR_SQLITE_ERROR', errcode })

describe('failures of the databases', () => {
  test.each([
    ['a connection that broke', '08006', 'STORE_UNAVAILABLE', true],
    ['a pooler without a server', '08P01', 'STORE_UNAVAILABLE', true],
    ['a shutdown', '57P01', 'STORE_UNAVAILABLE', true],
    ['a crash of another session', '57P02', 'STORE_UNAVAILABLE', true],
    ['a server that is starting', '57P03', 'STORE_UNAVAILABLE', true],
    ['a statement that took too long', '57014', 'STORE_UNAVAILABLE', true],
    ['too many connections', '53300', 'STORE_UNAVAILABLE', true],
    ['no memory', '53200', 'STORE_UNAVAILABLE', true],
    ['a full disk', '53100', 'STORE_FULL', true],
    ['a disk that fails', '58030', 'STORE_UNAVAILABLE', true],
    ['a standby', '25006', 'STORE_UNAVAILABLE', true],
    ['a lock that was waited for', '55P03', 'STORE_LOCKED', true],
    ['a deadlock', '40P01', 'STORE_LOCKED', true],
    ['a serialisation failure', '40001', 'STORE_LOCKED', true],
    ['a wrong password', '28P01', 'STORE_UNAVAILABLE', false],
    ['a missing database', '3D000', 'STORE_UNAVAILABLE', false],
    ['a missing right', '42501', 'STORE_UNAVAILABLE', false],
    ['a broken index', 'XX002', 'STORE_DAMAGED', false],
  ] as const)('of PostgreSQL are told by SQLSTATE: %s, %s', (_what, state, code, retryable) => {
    const error = explainStoreError(fromServer(state))
    expect(error).toMatchObject({ code, retryable })
    expect(error?.hint).toBeTruthy()
    expect(error?.message).toContain(state)
  })

  test.each([
    ['a lock', 5, 'STORE_LOCKED', true],
    ['a snapshot that is too old', 517, 'STORE_LOCKED', true],
    ['a full disk', 13, 'STORE_FULL', true],
    ['a write that failed', 778, 'STORE_FULL', true],
    ['a read that failed', 266, 'STORE_UNAVAILABLE', true],
    ['a read-only file', 8, 'STORE_UNAVAILABLE', true],
    ['a file that cannot be opened', 14, 'STORE_UNAVAILABLE', true],
    ['a malformed file', 11, 'STORE_DAMAGED', false],
    ['a malformed index', 779, 'STORE_DAMAGED', false],
    ['a file that is no database', 26, 'STORE_DAMAGED', false],
    ['a file that is cut off', 522, 'STORE_DAMAGED', false],
  ] as const)('of SQLite are told by their number: %s, %i', (_what, number, code, retryable) => {
    const error = explainStoreError(fromSqlite(number))
    expect(error).toMatchObject({ code, retryable })
    expect(error?.hint).toBeTruthy()
  })

  test.each([
    ['a statement that is wrong', fromServer('42601')],
    ['a column that is not there', fromServer('42703')],
    ['a broken constraint', fromServer('23505')],
    ['a transaction that goes on after a failure', fromServer('25P02')],
    ['wrong SQL for SQLite', fromSqlite(1)],
    ['a broken constraint in SQLite', fromSqlite(2067)],
    ['a bug that speaks of a locked database', new Error('database is locked')],
    ['a file that may not be read', Object.assign(new Error('EACCES'), { code: 'EACCES' })],
    ['an error with a code like a state but from elsewhere', Object.assign(new Error('x'), { code: '53300' })],
    ['a failure of ours that is not the store’s', new WeeklyError('FETCH_TIMEOUT', 'late')],
    ['no error at all', 'database is locked'],
  ])('leave bugs alone: %s', (_what, error) => {
    expect(explainStoreError(error)).toBeNull()
  })

  test('that have their name already keep it', () => {
    const error = new WeeklyError('STORE_UNAVAILABLE', 'the link is down')
    expect(explainStoreError(error)).toBe(error)
  })
})
