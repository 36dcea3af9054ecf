// What a form sent: its fields, and the files that came with it; of one that is too long what stood before the limit.

/** What was posted. */
export interface PostedForm {
  readonly fields: URLSearchParams
  /** The bytes of files by the name of their field. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Whether it was longer than was read. */
  readonly isCut: boolean
}

/** Reads a body up to a limit. What follows is thrown away as it comes: a browser shows no answer before it has sent all. */
async function readBytes(
  request: Request,
  mostBytes: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly isCut: boolean }> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    if (size < mostBytes) parts.push(part.subarray(0, mostBytes - size))
    size += part.length
  }
  return { bytes: new Uint8Array(Buffer.concat(parts)), isCut: size > mostBytes }
}

/** The fields and files of a form, of a body of at most so many bytes; none of a body that is no form. */
export async function readForm(request: Request, mostBytes: number): Promise<PostedForm> {
  const fields = new URLSearchParams()
  const files = new Map<string, Uint8Array>()
  const type = request.headers.get('Content-Type') ?? ''
  const { bytes, isCut } = await readBytes(request, mostBytes)
  // A form that was cut off ends with a boundary of our own, so that its fields, which stand before the file, can be read.
  const [, boundary] = isCut ? (/boundary="?([^";]{1,200})/i.exec(type) ?? []) : []
  const end = boundary === undefined ? [] : [Buffer.from(`\r\n--${boundary}--\r\n`)]
  const whole = new Uint8Array(Buffer.concat([bytes, ...end]))
  const sent = await new Response(whole, { headers: { 'Content-Type': type } }).formData().catch(() => null)
  for (const [name, value] of sent ?? [])
    if (typeof value === 'string') fields.append(name, value)
    else files.set(name, new Uint8Array(await value.arrayBuffer()))
  return { fields, files, isCut }
}
