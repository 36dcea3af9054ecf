// Paths into JSON as people write them: `data.list`, `hits[*].url`, `["odd.name"][0]`. Pure; every step looks at a value once.

/** One step: a name, a place in a list, or all that a list or an object holds. */
export type PathStep = { readonly name: string } | { readonly place: number } | { readonly all: true }

const LONGEST = 300
const MOST_STEPS = 20
/** What a path finds at most: no list of an API is longer that one visit should read. */
const MOST_FOUND = 10_000
const step =
  /^(?:\.?([\p{L}\p{N}_$@:-]+)|\.?\[(\d{1,5})\]|\.?\[\*\]|\.\*|\.?\["((?:[^"\\]|\\.){1,100})"\]|\.?\['((?:[^'\\]|\\.){1,100})'\])/u

/** The steps of a path, of which `$` and the empty path are none; null for what is no path. */
export function parseJsonPath(text: string): readonly PathStep[] | null {
  let rest = text.trim()
  if (rest.length > LONGEST) return null
  if (rest === '$' || rest === '') return []
  rest = rest.replace(/^\$(?=[.[])/, '')
  const steps: PathStep[] = []
  while (rest !== '') {
    const found = step.exec(rest)
    if (!found || steps.length === MOST_STEPS) return null
    const [whole, plain, place, double, single] = found
    const quoted = double ?? single
    if (plain !== undefined) steps.push({ name: plain })
    else if (place !== undefined) steps.push({ place: Number(place) })
    else if (quoted !== undefined) steps.push({ name: quoted.replace(/\\(.)/g, '$1') })
    else steps.push({ all: true })
    rest = rest.slice(whole.length)
    // A name begins behind a dot, but for the first.
    if (/^[^.[]/.test(rest) || rest === '.') return null
  }
  return steps
}

function holds(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function takeStep(value: unknown, each: PathStep): readonly unknown[] {
  if ('name' in each) return holds(value) && Object.hasOwn(value, each.name) ? [value[each.name]] : []
  if ('place' in each) return Array.isArray(value) && each.place < value.length ? [value[each.place]] : []
  if (Array.isArray(value)) return value
  return holds(value) ? Object.values(value) : []
}

/** Everything that a path leads to in a value, in order, at most ten thousand. */
export function readJsonPath(value: unknown, steps: readonly PathStep[]): readonly unknown[] {
  let found: readonly unknown[] = [value]
  for (const each of steps) found = found.flatMap(one => takeStep(one, each)).slice(0, MOST_FOUND)
  return found
}
