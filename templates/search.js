// Searches the archive in the browser: of the index under /search/ it fetches only the files that the words of the question are in.
// The words of a question, as src/publish/search/search-words.ts has them; a test holds the two together.
const unspacedScripts =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const unspaced = new RegExp(`[${unspacedScripts}]`, 'u')
const letter = `(?:(?![${unspacedScripts}])[\\p{L}\\p{N}])`
const digit = `(?:(?![${unspacedScripts}])\\p{N})`
const runs = new RegExp(`[${unspacedScripts}]+|${letter}+(?:\\.${digit}${letter}*)*[+#]*`, 'gu')

export function wordsToFind(text, mostWords = 8) {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase()
  const asked = (plain.match(runs) ?? []).flatMap(run =>
    unspaced.test(run) ? pairsOf(Array.from(run), Math.min(6, mostWords)) : cutWord(/^v\p{N}/u.test(run) ? run.slice(1) : run),
  )
  const words = [...new Set(asked)]
  const needed = words.filter(word => !words.some(other => other !== word && other.startsWith(word)))
  if (needed.length <= mostWords) return needed
  const tells = word => (unspaced.test(word) ? 5 : word.length)
  const most = needed.toSorted((a, b) => tells(b) - tells(a)).slice(0, mostWords)
  return needed.filter(word => most.includes(word))
}

function pairsOf(characters, most) {
  const pairs = characters.slice(1).map((second, place) => characters[place] + second)
  if (pairs.length === 0) return characters
  return pairs.length <= most ? pairs : pairs.filter((_pair, place) => place % 2 === 0 || place === pairs.length - 1)
}

const cutWord = word => (word.length > 40 ? word.slice(0, 40).toWellFormed() : word)

// A search may ask for twelve files, this script among them, and for fifteen of the longest archives, which have three parts. Each word
// takes one of each part; what the words leave of these goes to the first hits.
const mostFilesOf = head => (head.parts.length > 2 ? 15 : 12)
const FEWEST_HIT_FILES = 2
const mostWords = head => Math.min(8, Math.floor((mostFilesOf(head) - 1 - FEWEST_HIT_FILES) / head.parts.length))
const HITS_AT_ONCE = 10
// Without a story that has all words, those are near that have this share of what the words tell, and half as much as the nearest.
const NEAR_SHARE = 0.05
const NEAR_BEST_SHARE = 0.5
const ANY = '*'

// What is asked for again comes from here.
const kept = new Map()
function load(url, options) {
  if (!kept.has(url)) kept.set(url, fetchBytes(url, options))
  return kept.get(url)
}

async function fetchBytes(url, options) {
  const answer = await fetch(url, options)
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  const bytes = answer.body.pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(bytes).arrayBuffer())
}

const decode = bytes => new TextDecoder().decode(bytes)

// Numbers of seven bits a byte, the low ones first.
function readerOf(bytes) {
  let at = 0
  const next = () => {
    for (let number = 0, scale = 1; ; scale *= 128) {
      const byte = bytes[at++]
      number += (byte & 0x7f) * scale
      if (byte < 0x80) return number
    }
  }
  return { next, take: length => bytes.subarray(at, (at += length)), rest: () => bytes.subarray(at) }
}

// Document → score, of those words of a file that weigh something; in a title they count most.
function findInFile(bytes, weigh) {
  const scores = new Map()
  const reader = readerOf(bytes)
  const text = decode(reader.take(reader.next()))
  let known = ''
  for (const line of text === '' ? [] : text.split('\n')) {
    known = known.slice(0, line.charCodeAt(0) - 0x21) + line.slice(1)
    const weight = weigh(known)
    const head = reader.next()
    const documents = []
    for (let left = head >> 1, document = 0; left > 0; left--) documents.push((document += reader.next()))
    const titles = new Set()
    if (head & 1) for (let left = reader.next(), place = 0; left > 0; left--) titles.add((place += reader.next()))
    if (weight === 0) continue
    for (const [place, document] of documents.entries()) {
      const score = weight * (titles.has(place) ? 8 : 1)
      if (score > (scores.get(document) ?? 0)) scores.set(document, score)
    }
  }
  return scores
}

// A whole word counts twice a beginning; of scripts without spaces nothing is a beginning.
const weighWord = word => known => (!known.startsWith(word) ? 0 : known === word || unspaced.test(word) ? 2 : 1)
const weighTogether = word => known => (known === word ? 2 : known !== word + ANY ? 0 : unspaced.test(word) ? 2 : 1)

// Which of the files has the text, by where all but the first begin.
function fileOf(starts, text) {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle] <= text) low = middle + 1
    else high = middle
  }
  return low
}

// Words that begin with the word lie in one file of a part, or else are counted together in another.
function placeOf(part, word) {
  const starts = part.words.split(' ').filter(Boolean)
  const file = fileOf(starts, word)
  if (fileOf(starts, `${word}\uffff`) === file)
    return { path: `part-${part.name}/words-${file}.bin`, weigh: weighWord(word) }
  const together = fileOf(part.beginnings.split(' ').filter(Boolean), word)
  return { path: `part-${part.name}/beginnings-${together}.bin`, weigh: weighTogether(word) }
}

// For each word the documents that have it in any part, with their scores.
async function findWords(base, head, words) {
  const asked = words.map(word => head.parts.map(part => ({ first: part.first, ...placeOf(part, word) })))
  const found = await Promise.all(
    asked.map(async places => {
      const files = await Promise.all(places.map(({ path }) => load(base + path)))
      const inParts = files.map((bytes, index) => [...findInFile(bytes, places[index].weigh)])
      return new Map(
        inParts.flatMap((scores, index) =>
          scores.map(([document, score]) => [places[index].first + document, score]),
        ),
      )
    }),
  )
  return { found, filesAsked: 1 + new Set(asked.flat().map(({ path }) => path)).size }
}

// Documents that have all words, the best first, then the newest; or else those that have most of what the words tell.
function rank(found, documents) {
  const scoreOf = document => found.reduce((sum, scores) => sum + (scores.get(document) ?? 0), 0)
  const [fewest, ...others] = found.toSorted((a, b) => a.size - b.size)
  const whole = [...fewest.keys()].filter(document => others.every(scores => scores.has(document)))
  if (whole.length > 0 || found.length === 1) return { isNear: false, ranked: inOrder(whole.map(each => [each, scoreOf(each)])) }
  const tells = found.map(({ size }) => Math.log((documents + 1) / Math.max(size, 1)))
  const all = tells.reduce((sum, each) => sum + each, 0)
  const near = new Map()
  for (const [index, scores] of found.entries())
    for (const document of scores.keys()) near.set(document, (near.get(document) ?? 0) + tells[index])
  const best = [...near.values()].reduce((most, told) => Math.max(most, told), 0)
  const least = Math.max(all * NEAR_SHARE, best * NEAR_BEST_SHARE)
  const enough = [...near].filter(([, told]) => told > 0 && told >= least)
  return { isNear: true, ranked: inOrder(enough.map(([each, told]) => [each, told + scoreOf(each) / 1_000])) }
}

const inOrder = scored => scored.sort((a, b) => b[1] - a[1] || b[0] - a[0]).map(([document]) => document)

// Answers how many there are, how many of them go first, and a way to load each.
export async function search(base, head, question) {
  const words = wordsToFind(question, mostWords(head))
  if (words.length === 0) return { count: 0, isNear: false, first: 0, loadHit: () => null }
  const { found, filesAsked } = await findWords(base, head, words)
  const { isNear, ranked } = rank(found, head.hitFolders.length * head.hitsPerFolder)
  const pathOf = document => {
    const folder = head.hitFolders[Math.floor(document / head.hitsPerFolder)]
    return `hits-${folder}/${Math.floor((document % head.hitsPerFolder) / head.hitsPerFile)}.bin`
  }
  const loadHit = async place =>
    JSON.parse(decode(await load(base + pathOf(ranked[place]))))[ranked[place] % head.hitsPerFile]
  const mostFiles = Math.max(FEWEST_HIT_FILES, mostFilesOf(head) - filesAsked)
  const files = new Set()
  let first = 0
  for (const document of ranked.slice(0, HITS_AT_ONCE)) {
    files.add(pathOf(document))
    if (files.size > mostFiles) break
    first += 1
  }
  return { count: ranked.length, isNear, first, loadHit }
}

// The page may be older than the index: then the files that it knows are gone, and the index says anew which there are.
export async function searchAnew(base, head, question, use) {
  try {
    return await use(await search(base, head, question))
  } catch {
    kept.clear()
    const answer = await fetch(`${base}index.json`, { cache: 'no-cache' })
    return use(await search(base, await answer.json(), question))
  }
}

function showHit([title, path, line, language]) {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = path
  link.dir = 'auto'
  link.textContent = title
  if (language) link.lang = language
  const below = document.createElement('span')
  below.className = 'dot'
  below.textContent = line
  item.append(link, ' ', below)
  return item
}

function start(form) {
  const { index, found, near, none, failed } = form.dataset
  const head = JSON.parse(document.getElementById('known').textContent)
  const [status, list, more] = ['found', 'results', 'more'].map(id => document.getElementById(id))
  let turn = 0
  let showNext = () => undefined
  const answer = async question => {
    const own = ++turn
    const isAsked = () => own === turn
    history.replaceState(null, '', question ? `?q=${encodeURIComponent(question)}` : location.pathname)
    list.replaceChildren()
    status.textContent = ''
    more.hidden = true
    const use = async ({ count, isNear, first, loadHit }) => {
      if (!isAsked() || question === '') return
      list.replaceChildren()
      status.textContent = count === 0 ? none : (isNear ? near : found).replace('#', String(count))
      let shown = 0
      // All are asked for at once and shown in their order, each as soon as it is there.
      const show = async many => {
        const hits = Array.from({ length: Math.min(many, count - shown) }, (_, place) => loadHit(shown + place))
        shown += hits.length
        more.hidden = true
        const items = []
        for (const hit of hits) {
          const item = showHit(await hit)
          if (!isAsked()) return items
          list.append(item)
          items.push(item)
        }
        more.hidden = shown >= count
        return items
      }
      showNext = async () => (await show(HITS_AT_ONCE))[0]?.querySelector('a').focus()
      await show(first)
    }
    await searchAnew(index, head, question, use).catch(() => {
      if (isAsked()) status.textContent = failed
    })
  }
  more.addEventListener('click', () => void showNext().catch(() => (status.textContent = failed)))
  form.addEventListener('submit', event => {
    event.preventDefault()
    void answer(form.elements.namedItem('q').value.trim())
  })
  const field = form.elements.namedItem('q')
  field.value = new URLSearchParams(location.search).get('q') ?? ''
  if (field.value.trim()) void answer(field.value.trim())
}

const form = globalThis.document?.querySelector('form[role="search"]')
if (form) start(form)
