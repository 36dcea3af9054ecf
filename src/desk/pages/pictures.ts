// Putting a picture into a note or a foreword: what was typed goes along through the upload and comes back with the picture in it, whatever
// becomes of the file. Works without script.
import { isWeeklyError } from '../../core/errors.ts'
import { explainError } from './explain-error.ts'
import { answerPage, type Asked, deskPath, deskWords, renderDeskPage } from './frame.ts'
import { refreshCarried } from './picture-carried.ts'

const ALT_CHARACTERS = 300
const SOURCE_CHARACTERS = 500
/** Fields of this page itself; all others are of the form that it was opened from. */
const own = new Set(['token', 'kind', 'carried', 'alt', 'source'])

/** What was typed in the form that the page was opened from. */
function readCarried(fields: URLSearchParams): URLSearchParams {
  const carried = fields.get('carried')
  if (carried !== null) return new URLSearchParams(carried)
  return new URLSearchParams([...fields].filter(([name]) => !own.has(name)))
}

const readLine = (fields: URLSearchParams, name: string, most: number): string =>
  (fields.get(name) ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, most)

/** The field that takes the picture: the note of a story, else the foreword; null where the page was opened by itself. */
function targetOf(carried: URLSearchParams): 'note' | 'value' | null {
  if (carried.has('note')) return 'note'
  return carried.has('value') ? 'value' : null
}

/** A picture as words name it, with its source on the next line. */
export function writePicture(alt: string, target: string, from: string): string {
  const said = alt.replace(/[\\[\]]/g, '\\$&')
  return `![${said}](${target})${from === '' ? '' : `\n${from}`}`
}

function answerUpload({ deps, signedIn, fields }: Asked, problem: string | null): Response {
  const carried = fields ? readCarried(fields) : new URLSearchParams()
  const scope = {
    problem,
    action: deskPath(deps, 'pictures'),
    carried: carried.toString(),
    isCarrying: carried.size > 0,
    alt: fields ? readLine(fields, 'alt', ALT_CHARACTERS) : '',
    source: fields ? readLine(fields, 'source', SOURCE_CHARACTERS) : '',
  }
  const page = { title: deskWords(deps).picturePage.title, at: 'draft' }
  return answerPage(renderDeskPage(deps, 'pictures.html', page, scope, signedIn), problem === null ? 200 : 422)
}

/** What was typed, with the picture in it, ready to be saved. */
function answerPlaced({ deps, signedIn }: Asked, carried: URLSearchParams, picture: string): Response {
  const target = targetOf(carried)
  const before = target === null ? '' : (carried.get(target) ?? '').replace(/\r\n/g, '\n').trimEnd()
  const scope = {
    target: target ?? '',
    value: before === '' ? picture : `${before}\n\n${picture}`,
    kind: target === 'note' ? 'words' : 'foreword',
    form: deskPath(deps, 'draft'),
    kept: [...carried].filter(([name]) => name !== target).map(([name, value]) => ({ name, value })),
  }
  const page = { title: deskWords(deps).picturePage.title, at: 'draft' }
  return answerPage(renderDeskPage(deps, 'picture-placed.html', page, scope, signedIn))
}

async function upload(asked: Asked, fields: URLSearchParams): Promise<Response> {
  const { deps, files } = asked
  const words = deskWords(deps).picturePage
  if (asked.isCut) return answerUpload(asked, words.tooLarge)
  const file = files.get('file')
  if (!file || file.length === 0) return answerUpload(asked, words.fileMissing)
  const alt = readLine(fields, 'alt', ALT_CHARACTERS)
  if (alt === '') return answerUpload(asked, words.altMissing)
  try {
    const target = await deps.pictures.add(file)
    const source = readLine(fields, 'source', SOURCE_CHARACTERS)
    const carried = readCarried(fields)
    const fresh = carried.size === 0 ? carried : await refreshCarried(asked, carried)
    return answerPlaced(asked, fresh, writePicture(alt, target, source === '' ? '' : words.from(source)))
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return answerUpload(asked, words.problem(explainError(deps, error)))
  }
}

/** The page that takes a picture, opened by itself or from a form whose fields it carries, and what it comes to. */
export function showPictures(asked: Asked): Promise<Response> | Response {
  const { fields } = asked
  return fields?.get('kind') === 'upload' || asked.isCut
    ? upload(asked, fields ?? new URLSearchParams())
    : answerUpload(asked, null)
}
