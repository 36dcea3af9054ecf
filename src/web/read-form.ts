// Reads the forms that browsers and mail providers post.

const field = 'list-unsubscribe'
const wanted = 'one-click'

/** The fields of a form in either of the types that forms are sent in; none of a body that is no form. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const form = new URLSearchParams()
  const sent = await request.formData().catch(() => null)
  for (const [name, value] of sent ?? []) if (typeof value === 'string') form.append(name, value)
  return form
}

const isSaid = (form: Iterable<readonly [string, string]>): boolean =>
  [...form].some(([name, value]) => name.trim().toLowerCase() === field && value.trim().toLowerCase() === wanted)

/** The parts of a multipart body by name, whatever its line ends are and whether or not it says where it ends. */
function readParts(body: string): readonly (readonly [string, string])[] {
  const lines = body.split(/\r?\n/)
  return lines.flatMap((line, place) => {
    const name = /^content-disposition:.{0,200}?\bname="?([^";]{1,100})/i.exec(line)?.[1]
    const gap = name === undefined ? -1 : lines.slice(place, place + 6).indexOf('')
    // A browser's file has a name that is not the field's: a value is one line of text.
    return name === undefined || gap === -1 ? [] : [[name, lines[place + gap + 1] ?? ''] as const]
  })
}

/**
 * Whether a POST says `List-Unsubscribe=One-Click` (RFC 8058 §3.1): as a form of either type, in any case, with line ends or blanks
 * around it, and whatever type it claims to be. A provider that is misunderstood would leave a reader on the list.
 */
export async function readOneClick(request: Request): Promise<boolean> {
  const body = (await request.text()).replace(/^\uFEFF/, '')
  return isSaid(new URLSearchParams(body.trim())) || isSaid(readParts(body))
}
