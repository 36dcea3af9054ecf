// Searches the archive in the browser: fetches of the index under /search/ only the files that the words of the question are in.
const script = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}])+/gu
const MOST_SHOWN = 50

// The next two are the same as in src/publish/search-index.ts; a test holds them together.
export function wordsToFind(text) {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase()
  return (plain.match(runs) ?? []).flatMap(run => {
    const characters = Array.from(run)
    if (!script.test(run) || characters.length === 1) return [run]
    return characters.slice(1).map((second, index) => characters[index] + second)
  })
}

export function bucketOf(word, buckets) {
  const [first = '', second = ''] = Array.from(word)
  const code = character => character.codePointAt(0) ?? 0
  return (code(first) * 31 + (script.test(first) ? 0 : code(second))) % buckets
}

// What is asked for again comes from here.
const kept = new Map()
function load(url) {
  if (!kept.has(url)) {
    const answer = fetch(url).then(each => (each.ok ? each.json() : null))
    kept.set(
      url,
      answer.catch(() => (kept.delete(url), null)),
    )
  }
  return kept.get(url)
}

// Story number → score: a whole word counts more than a beginning, and a word of the title most. Of Chinese nothing is a beginning.
async function findWord(base, part, word) {
  const scores = new Map()
  const file = await load(`${base}${part.name}/words-${bucketOf(word, part.buckets)}.json`)
  for (const [known, places] of Object.entries(file ?? {})) {
    if (!known.startsWith(word)) continue
    const isWhole = known === word || script.test(word)
    let place = 0
    for (const step of places.split(' ')) {
      place += parseInt(step, 36)
      const score = (place % 2 ? 8 : 1) * (isWhole ? 2 : 1)
      const story = place >> 1
      scores.set(story, Math.max(score, scores.get(story) ?? 0))
    }
  }
  return scores
}

async function searchPart(base, part, words) {
  const found = await Promise.all(words.map(word => findWord(base, part, word)))
  const [first, ...others] = found
  return [...first.keys()]
    .filter(story => others.every(scores => scores.has(story)))
    .map(story => ({ part, story, score: found.reduce((sum, scores) => sum + scores.get(story), 0) }))
}

async function search(base, question) {
  const words = [...new Set(wordsToFind(question))]
  const index = await load(`${base}index.json`)
  if (words.length === 0 || !index) return { count: 0, stories: [] }
  const found = (await Promise.all(index.parts.map(part => searchPart(base, part, words)))).flat()
  const newestFirst = (a, b) => Number(b.part.name) - Number(a.part.name) || b.story - a.story
  const best = found.sort((a, b) => b.score - a.score || newestFirst(a, b)).slice(0, MOST_SHOWN)
  const stories = await Promise.all(
    best.map(async ({ part, story }) => {
      const file = await load(`${base}${part.name}/stories-${Math.floor(story / index.storiesPerFile)}.json`)
      return file?.[story % index.storiesPerFile]
    }),
  )
  return { count: found.length, stories: stories.filter(Boolean) }
}

function showStory([title, path, meta, language]) {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = path
  link.dir = 'auto'
  link.textContent = title
  if (language) link.lang = language
  const line = document.createElement('span')
  line.className = 'dot'
  line.textContent = meta
  item.append(link, ' ', line)
  return item
}

function start(form) {
  const { index, found, none } = form.dataset
  const field = form.elements.namedItem('q')
  const status = document.getElementById('found')
  const list = document.getElementById('results')
  let asked = 0
  const answer = async () => {
    const question = field.value.trim()
    const turn = ++asked
    const address = question ? `?q=${encodeURIComponent(question)}` : location.pathname
    history.replaceState(null, '', address)
    const { count, stories } = await search(index, question)
    // A later question has been asked meanwhile.
    if (turn !== asked) return
    list.replaceChildren(...stories.map(showStory))
    status.textContent = question === '' ? '' : count === 0 ? none : found.replace('#', String(count))
  }
  let timer = 0
  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(answer, 150)
  })
  form.addEventListener('submit', event => {
    event.preventDefault()
    void answer()
  })
  field.value = new URLSearchParams(location.search).get('q') ?? ''
  if (field.value) void answer()
}

const form = globalThis.document?.querySelector('form[role="search"]')
if (form) start(form)
