// The first sources of a new list, before there is a store: what addresses lead to, and what subscription lists hold.
import { stat } from 'node:fs/promises'
import { isWeeklyError, type WeeklyError } from '../../core/errors.ts'
import { createHttpClient, type HttpClient } from '../../net/http.ts'
import type { NewSource } from '../../app/edit-sources.ts'
import { addressesOf, findNewSource, type FoundSource } from '../find-source.ts'
import { readSubscriptions } from '../read-subscriptions.ts'

/** What the first addresses came to. */
export interface FirstSources {
  readonly sources: readonly NewSource[]
  /** Hosts on private networks that were named by the person and so may be asked, `host:port`. */
  readonly allowPrivate: readonly string[]
  /** What could not be read is kept for later. */
  readonly missed: readonly { readonly typed: string; readonly reason: string }[]
  /** What is told, a line for each. */
  readonly said: readonly string[]
}

type Client = Pick<HttpClient, 'close'> & { find(typed: string): Promise<FoundSource> }

function openClient(userAgent: string, allowPrivate: readonly string[], takeFirst: boolean): Client {
  const http = createHttpClient({ userAgent, allowPrivate, concurrency: 4, perHost: 2 })
  return { find: typed => findNewSource(http, typed, takeFirst), close: () => http.close() }
}

/** `host:port` of an address as it was typed. */
function hostAndPort(typed: string): string {
  const url = new URL(addressesOf(typed)[0] ?? '')
  return `${url.hostname}:${url.port === '' ? (url.protocol === 'http:' ? '80' : '443') : url.port}`
}

/**
 * Asks each address once; one that leads to a private network is asked because a person has named it. What fails is answered with its
 * reason and ends nothing. `takeFirst`: of several feeds the first one, where nobody can choose.
 */
export async function findFirstSources(
  typed: readonly string[],
  own: { readonly userAgent: string; readonly takeFirst: boolean },
): Promise<FirstSources> {
  const sources = new Map<string, NewSource>()
  const allowed = new Set<string>()
  const missed: { typed: string; reason: string }[] = []
  const said: string[] = []
  const find = async (each: string): Promise<FoundSource> => {
    const client = openClient(own.userAgent, [...allowed], own.takeFirst)
    try {
      return await client.find(each)
    } catch (error) {
      const place = isWeeklyError(error) && error.code === 'FETCH_PRIVATE_ADDRESS' ? hostAndPort(each) : null
      if (place === null || allowed.has(place)) throw error
      allowed.add(place)
      return await find(each)
    } finally {
      client.close()
    }
  }
  for (const each of typed)
    try {
      if (await isFile(each)) {
        const list = await readSubscriptions(each)
        for (const source of list.sources) sources.set(source.url, source)
        said.push(`${list.sources.length} sources of ${each}`, ...list.skipped)
      } else {
        const { source, said: words } = await find(each)
        sources.set(source.url, source)
        said.push(words)
      }
    } catch (error) {
      if (!isWeeklyError(error)) throw error
      missed.push({ typed: each, reason: reasonOf(error) })
    }
  return { sources: [...sources.values()], allowPrivate: [...allowed], missed, said }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isFile(),
    () => false,
  )

const reasonOf = ({ code, message }: WeeklyError): string => `${code}: ${(message.split('\n')[0] ?? '').slice(0, 300)}`
